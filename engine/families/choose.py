"""Which family a loaded model belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.errors import ModelUnusableError
from engine.families.sd import StableDiffusion
from engine.families.sdxl import StableDiffusionXL, is_xl

if TYPE_CHECKING:
    from engine.families.base import Components, ModelFamily

_SERVED = "take a Stable Diffusion 1.x, 2.x or XL base model, for text to image or inpainting"


def choose_family(components: Components) -> ModelFamily:
    """Find the family that serves these components.

    Raises:
        ModelUnusableError: None does.
    """
    network, channels = components.network.config, components.vae.config.latent_channels
    # an inpainting network also reads a mask and the latents of what is kept
    if network.in_channels not in {channels, 2 * channels + 1}:
        msg = f"its network takes {network.in_channels} channels, its autoencoder gives {channels}"
        raise ModelUnusableError(msg, remedy=_SERVED)
    if network.out_channels != channels:
        msg = "its network also learns the variance"
        raise ModelUnusableError(msg, remedy=_SERVED)
    if network.addition_embed_type in {None, "text"} and len(components.text_encoders) == 1:
        return StableDiffusion(components)
    if is_xl(components.network, components.text_encoders):
        return StableDiffusionXL(components)
    msg = "its kind of network is not served"
    raise ModelUnusableError(msg, remedy=_SERVED)
