"""The embedded demo model: a small latent diffusion model that needs no download."""

from pathlib import Path

WEIGHTS: Path = Path(__file__).parent / "weights"
"""A standard ``StableDiffusionPipeline`` folder, stored in fp16."""
