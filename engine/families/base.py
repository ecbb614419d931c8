"""ModelFamily: what hides the differences between kinds of diffusion models from the loop."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, Final

import torch

from engine.errors import UnsupportedModeError
from engine.families.shortcut import Shortcut, shortcut_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from torch import Tensor

    from engine.prompt_weights import Fragments

Conditioning = dict[str, "Tensor"]
"""What the network is told besides latents and timestep; every tensor is [1, ...]."""

TEXT: Final = "encoder_hidden_states"
"""Name of the conditioning that cross attention reads."""

MASKED: Final = "masked"
"""Name of the conditioning that inpainting networks read as further channels of their input."""


@dataclass(frozen=True, slots=True)
class Components:
    """The parts of a diffusers pipeline, loaded.

    Attributes:
        network: The UNet or transformer.
        vae: ``AutoencoderKL`` or ``AutoencoderTiny``.
        tokenizers: One for each text encoder.
        text_encoders: In diffusers' order.
        scheduler_class: Name of the model's own scheduler class.
        scheduler_config: Its configuration.
        settings: Switches of ``model_index.json`` and values of ``atelier.json``.
    """

    network: Any
    vae: Any
    tokenizers: tuple[Any, ...]
    text_encoders: tuple[Any, ...]
    scheduler_class: str
    scheduler_config: Mapping[str, Any]
    settings: Mapping[str, Any] = field(default_factory=dict)


class ModelFamily(ABC):
    """One kind of network with its text encoders.

    Attributes:
        name: As in ``ModelInfo.family``.
        default_guidance: Used where neither parameters nor model say one.
        needs_float_vae: Whether an autoencoder that says ``force_upcast`` overflows in float16.
    """

    name: ClassVar[str]
    default_guidance: ClassVar[float]
    needs_float_vae: ClassVar[bool] = False

    def __init__(self, components: Components) -> None:
        self._components = components
        self._network = components.network
        self._shortcut = shortcut_of(components.network)

    @property
    def network(self) -> Any:
        """The diffusers network itself."""
        return self._network

    @property
    def is_guided_by_embedding(self) -> bool:
        """Whether guidance is an input of the network, so that no unconditional row is needed."""
        return False

    @property
    def has_shortcut(self) -> bool:
        """Whether ``denoise_over`` can be called."""
        return self._shortcut is not None

    @property
    def masked_channels(self) -> int:
        """Channels beside the latents that an inpainting network reads; 0 for ordinary ones."""
        config = self._network.config
        return int(config.in_channels - config.out_channels)

    @property
    def native_latent_size(self) -> tuple[int, int]:
        """Height and width of the latents that the network was trained on."""
        size = self._network.config.sample_size
        return (size, size) if isinstance(size, int) else (size[0], size[1])

    @property
    @abstractmethod
    def max_clip_skip(self) -> int:
        """The largest ``clip_skip`` that the text encoders allow."""

    @abstractmethod
    def count_windows(self, prompt: Fragments) -> int:
        """Count the windows of the text encoder that a prompt fills, without running it."""

    @abstractmethod
    def encode(
        self, prompts: Sequence[Fragments], clip_skip: int, num_windows: int
    ) -> list[Conditioning]:
        """Encode prompts; a result depends on nothing but its prompt and the two numbers.

        Args:
            prompts: Each filling ``num_windows`` at most; plain ones may share a batch.
            clip_skip: How many of the last layers to leave out, as diffusers counts them.
            num_windows: Windows to fill up to; decides the shapes of the result.
        """

    @abstractmethod
    def condition(
        self, encoded: Conditioning, *, width: int, height: int, guidance_scale: float
    ) -> Conditioning:
        """Add what depends on the request's size or guidance."""

    def denoise(self, latents: Tensor, timesteps: Tensor, conditioning: Conditioning) -> Tensor:
        """Call the network once.

        Args:
            latents: Scaled model input; the network's dtype, [B, C, H, W].
            timesteps: float32 [B].
            conditioning: As made by ``condition``, rows joined; [B, ...] each.

        Returns:
            The network's answer; its dtype, [B, C, H, W].
        """
        return self._call(self._network, latents, timesteps, conditioning)

    def denoise_keeping(
        self, latents: Tensor, timesteps: Tensor, conditioning: Conditioning
    ) -> tuple[Tensor, Tensor]:
        """Call the network once and keep what ``denoise_over`` starts from.

        Returns:
            The network's answer, and its deep features; [B, ...] each.
        """
        with self._need_shortcut().kept() as kept:
            output = self.denoise(latents, timesteps, conditioning)
        return output, kept[0]

    def denoise_over(
        self, latents: Tensor, timesteps: Tensor, conditioning: Conditioning, deep: Tensor
    ) -> Tensor:
        """Call the outermost layers only, over deep features of an earlier evaluation."""
        with self._need_shortcut().over(deep) as network:
            return self._call(network, latents, timesteps, conditioning)

    @abstractmethod
    def _call(
        self, network: Any, latents: Tensor, timesteps: Tensor, conditioning: Conditioning
    ) -> Tensor:
        """Call a network of this family: the only call in the hot loop."""

    def _need_shortcut(self) -> Shortcut:
        if self._shortcut is None:
            raise UnsupportedModeError(mode="preset fast")
        return self._shortcut


def with_masked(latents: Tensor, conditioning: Conditioning) -> Tensor:
    """Put what an inpainting network reads beside its latents; others' are returned as they are.

    Returns:
        The network's input: latents, mask, latents of the picture without its masked part.
    """
    masked = conditioning.get(MASKED)
    return latents if masked is None else torch.cat([latents, masked.to(latents)], 1)
