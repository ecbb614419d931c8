"""Tiny UNets of many kinds, called plainly and by their graphs."""

from __future__ import annotations

import torch

from engine.calls.traced import TracedNetwork
from tests.support import tiny, tiny_sdxl

UNETS = {
    "sd": {},
    "three levels": {
        "block_out_channels": (4, 8, 8),
        "down_block_types": ("CrossAttnDownBlock2D", "CrossAttnDownBlock2D", "DownBlock2D"),
        "up_block_types": ("UpBlock2D", "CrossAttnUpBlock2D", "CrossAttnUpBlock2D"),
    },
    "sd2": {"use_linear_projection": True, "attention_head_dim": (2, 4), "upcast_attention": True},
    "inpainting": {"in_channels": 9},
    "guided by an embedding": {"time_cond_proj_dim": 8},
    "reads the text alone": {"only_cross_attention": True},
    "embeds the text": {"addition_embed_type": "text", "addition_embed_type_num_heads": 2},
}
"""Their configuration where it is another than the tiny model's."""


def an_unet(**changes):
    """A UNet with weights of its own configuration's making."""
    torch.manual_seed(len(str(changes)))
    return tiny._unet(**changes).eval().to(memory_format=torch.channels_last)


def an_xl_unet():
    """One that is told sizes and pooled embeddings."""
    torch.manual_seed(0)
    return tiny_sdxl._unet({}).eval()


def some_inputs(unet, rows=2, size=(16, 16), tokens=77):
    """Arguments of a call, all noise."""
    config = unet.config
    generator = torch.Generator().manual_seed(rows + tokens)

    def noise(*shape):
        return torch.randn(rows, *shape, generator=generator)

    told = {"encoder_hidden_states": noise(tokens, config.cross_attention_dim)}
    if config.time_cond_proj_dim:
        told["timestep_cond"] = noise(config.time_cond_proj_dim)
    if config.addition_embed_type == "text_time":
        pooled = config.projection_class_embeddings_input_dim - 6 * config.addition_time_embed_dim
        times = torch.full((rows, 6), 32.0)
        told["added_cond_kwargs"] = {"text_embeds": noise(pooled), "time_ids": times}
    times = torch.linspace(20, 900, rows)
    return {"sample": noise(config.in_channels, *size), "timestep": times, **told}


def call(unet, inputs):
    """Call it as families do."""
    told = dict(inputs)
    return unet(told.pop("sample"), told.pop("timestep"), **told, return_dict=False)[0]


def by_graph(network, unet, inputs):
    """The same, by its graph if there is one."""
    with network.placed():
        return call(unet, inputs)


def a_traced(unet):
    """Its calls by a graph that was made and found right."""
    network = TracedNetwork(unet, patience=0)
    by_graph(network, unet, some_inputs(unet))
    assert network.is_traced
    return network
