"""TinySingleFile: a tiny model in one ``.safetensors`` file, as CompVis' programs save theirs."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

from safetensors.torch import load_file, save_file

if TYPE_CHECKING:
    from pathlib import Path

    from torch import Tensor

_RESNET = (
    ("norm1", "in_layers.0"),
    ("conv1", "in_layers.2"),
    ("time_emb_proj", "emb_layers.1"),
    ("norm2", "out_layers.0"),
    ("conv2", "out_layers.3"),
    ("conv_shortcut", "skip_connection"),
)
# Where the parts of ``tests.support.tiny``'s UNet stand in the original numbering.
_UNET = (
    (r"time_embedding\.linear_1", "time_embed.0"),
    (r"time_embedding\.linear_2", "time_embed.2"),
    (r"conv_in", "input_blocks.0.0"),
    (r"down_blocks\.0\.resnets\.0", "input_blocks.1.0"),
    (r"down_blocks\.0\.downsamplers\.0\.conv", "input_blocks.2.0.op"),
    (r"down_blocks\.1\.resnets\.0", "input_blocks.3.0"),
    (r"down_blocks\.1\.attentions\.0", "input_blocks.3.1"),
    (r"mid_block\.resnets\.0", "middle_block.0"),
    (r"mid_block\.attentions\.0", "middle_block.1"),
    (r"mid_block\.resnets\.1", "middle_block.2"),
    (r"up_blocks\.0\.resnets\.0", "output_blocks.0.0"),
    (r"up_blocks\.0\.attentions\.0", "output_blocks.0.1"),
    (r"up_blocks\.0\.resnets\.1", "output_blocks.1.0"),
    (r"up_blocks\.0\.attentions\.1", "output_blocks.1.1"),
    (r"up_blocks\.0\.upsamplers\.0\.conv", "output_blocks.1.2.conv"),
    (r"up_blocks\.1\.resnets\.0", "output_blocks.2.0"),
    (r"up_blocks\.1\.resnets\.1", "output_blocks.3.0"),
    (r"conv_norm_out", "out.0"),
    (r"conv_out", "out.2"),
)
_VAE = (
    (r"down_blocks\.(\d)\.resnets\.(\d)", r"down.\1.block.\2"),
    (r"down_blocks\.(\d)\.downsamplers\.0", r"down.\1.downsample"),
    (r"up_blocks\.0\.upsamplers\.0", "up.1.upsample"),
    (r"up_blocks\.0\.resnets\.(\d)", r"up.1.block.\1"),
    (r"up_blocks\.1\.resnets\.(\d)", r"up.0.block.\1"),
    (r"mid_block\.resnets\.0", "mid.block_1"),
    (r"mid_block\.resnets\.1", "mid.block_2"),
    (r"mid_block\.attentions\.0\.group_norm", "mid.attn_1.norm"),
    (r"mid_block\.attentions\.0\.to_out\.0", "mid.attn_1.proj_out"),
    (r"mid_block\.attentions\.0\.to_([qkv])", r"mid.attn_1.\1"),
    (r"conv_norm_out", "norm_out"),
    (r"conv_shortcut", "nin_shortcut"),
)


def write_single_file(model: Path, path: Path) -> Path:
    """Write a tiny model's weights into one file, and return its path."""
    unet = load_file(model / "unet" / "diffusion_pytorch_model.safetensors")
    vae = load_file(model / "vae" / "diffusion_pytorch_model.safetensors")
    text = load_file(model / "text_encoder" / "model.safetensors")
    tensors = {f"model.diffusion_model.{_unet_name(name)}": t for name, t in unet.items()}
    tensors |= {
        f"first_stage_model.{_renamed(name, _VAE)}": _vae(name, t) for name, t in vae.items()
    }
    tensors |= {f"cond_stage_model.transformer.{_text_name(name)}": t for name, t in text.items()}
    save_file(tensors, path)
    return path


def write_configurations(model: Path, folder: Path) -> Path:
    """Write what a single file does not say: a model's folder without its weights."""
    ignored = shutil.ignore_patterns("*.safetensors", "safety_checker", "feature_extractor")
    return shutil.copytree(model, folder, ignore=ignored)


def _unet_name(name: str) -> str:
    renamed = _renamed(name, _UNET)
    return _renamed(renamed, _RESNET) if ".attentions." not in name else renamed


def _text_name(name: str) -> str:
    return name if name.startswith("text_model.") else f"text_model.{name}"


def _vae(name: str, tensor: Tensor) -> Tensor:
    """Give attention weights the shape of the convolutions that they once were."""
    is_attention = re.search(r"attentions\.0\.to_\w+(\.0)?\.weight", name)
    return tensor[:, :, None, None].contiguous() if is_attention else tensor


def _renamed(name: str, rules: tuple[tuple[str, str], ...]) -> str:
    for ours, theirs in rules:
        name = re.sub(rf"(?<!\w){ours}(?!\w)", theirs, name)
    return name
