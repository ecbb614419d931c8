import torch

from engine.demo.sheet import CELL, contact_sheet


def test_a_sheet_holds_every_picture_and_its_prompt():
    pictures = torch.stack([torch.zeros(3, 64, 64), torch.ones(3, 64, 64) * 0.5])

    sheet = contact_sheet(pictures, ["black", "a very long prompt that needs two lines"], columns=2)

    assert sheet.width > 2 * CELL
    assert sheet.getpixel((20, 20)) == (0, 0, 0)
    assert sheet.getpixel((CELL + 30, 20)) == (128, 128, 128)
