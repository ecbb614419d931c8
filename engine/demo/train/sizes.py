"""The two sizes of demo model: the embedded one and the one for a GPU."""

from __future__ import annotations

from dataclasses import dataclass

from engine.demo.train.concepts import CONCEPTS, EMBEDDED


@dataclass(frozen=True)
class Size:
    """Everything that differs between a small and a large demo model.

    Attributes:
        pixels: Side of the training pictures.
        concepts: Keys of the concepts it is trained on.
        num_pictures: How many pictures are rendered for the UNet's training.
        vae_channels: Width of the autoencoder's layers.
        encoder_blocks: Residual blocks of the encoder's levels; their number less one is
            how often the side is halved.
        decoder_blocks: Residual blocks of the decoder's levels.
        text_width: Width of the text tower, which is the UNet's cross-attention width.
        text_layers: Layers of the text tower.
        unet_channels: Width of the UNet's levels.
        batch: Samples in one training step of the UNet.
        rate: Peak learning rate of the UNet.
    """

    pixels: int
    concepts: tuple[str, ...]
    num_pictures: int
    vae_channels: int
    encoder_blocks: tuple[int, ...]
    decoder_blocks: tuple[int, ...]
    text_width: int
    text_layers: int
    unet_channels: tuple[int, ...]
    batch: int
    rate: float

    @property
    def vae_factor(self) -> int:
        """How many pixels one latent stands for, along one side."""
        return int(2 ** (len(self.encoder_blocks) - 1))

    @property
    def latent_side(self) -> int:
        """Side of the latents, 16 for both sizes."""
        return self.pixels // self.vae_factor


SIZES: dict[str, Size] = {
    "small": Size(
        pixels=64,
        concepts=EMBEDDED,
        num_pictures=40_000,
        vae_channels=32,
        encoder_blocks=(0, 1, 1),
        decoder_blocks=(2, 2, 0),
        text_width=160,
        text_layers=2,
        unet_channels=(32, 64, 128),
        batch=48,
        rate=8e-4,
    ),
    "large": Size(
        pixels=128,
        concepts=tuple(CONCEPTS),
        num_pictures=300_000,
        vae_channels=64,
        encoder_blocks=(0, 0, 1, 2),
        decoder_blocks=(3, 2, 2, 0),
        text_width=192,
        text_layers=3,
        unet_channels=(64, 128, 224),
        batch=1024,
        rate=1e-3,
    ),
}
