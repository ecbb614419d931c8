"""ClipEncoder against diffusers' own encoding and against compel's."""

from __future__ import annotations

import pytest
import torch
from diffusers import StableDiffusionPipeline
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import PromptTooComplexError
from engine.families.clip import MAX_WINDOWS, ClipEncoder, _compel
from engine.models.loading import quiet
from engine.prompt_weights import Fragment, parse_prompt, plain_text
from tests.support.tiny import build_tiny_sd

WINDOW = 77
PLACES = WINDOW - 2  # tokens beside the two markers; the tiny tokenizer makes one of each letter


@pytest.fixture(scope="module")
def pipe(tmp_path_factory):
    with quiet():
        return StableDiffusionPipeline.from_pretrained(
            build_tiny_sd(tmp_path_factory.mktemp("clip"), classifier=None), safety_checker=None
        )


@pytest.fixture(scope="module")
def clip(pipe):
    return ClipEncoder(pipe.tokenizer, pipe.text_encoder)


@torch.inference_mode()
def encode(clip, prompt, clip_skip=0, num_windows=None):
    fragments = parse_prompt(prompt)
    windows = num_windows or clip.count_windows(fragments)
    return clip.encode([fragments], clip_skip, windows)[0].hidden


@torch.inference_mode()
def encode_prompt(pipe, prompt):
    with quiet():
        return pipe.encode_prompt(prompt, "cpu", 1, do_classifier_free_guidance=False)[0]


def test_a_neutral_prompt_of_any_length_that_fits_equals_diffusers_bit_for_bit(pipe, clip):
    for length in range(PLACES + 1):
        prompt = ("appletrees" * 8)[:length]
        assert encode(clip, prompt).equal(encode_prompt(pipe, prompt)), length


@pytest.mark.parametrize("prompt", ["(red) fox", r"a \(red\) [fox]", "((a:0.9))"])
def test_brackets_that_weigh_nothing_leave_the_text_as_diffusers_encodes_it(pipe, clip, prompt):
    neutral = tuple(Fragment(text) for text, _ in parse_prompt(prompt))

    with torch.inference_mode():
        ours = clip.encode([neutral], 0, 1)[0].hidden

    assert ours.equal(encode_prompt(pipe, plain_text(neutral)))


@given(st.text(max_size=60))
def test_any_unicode_text_equals_diffusers(pipe, clip, text):
    try:
        fragments = parse_prompt(text)
    except PromptTooComplexError:
        return

    windows = clip.count_windows(fragments)
    with torch.inference_mode():
        hidden = clip.encode([fragments], 0, windows)[0].hidden
    assert hidden.shape[1] == windows * WINDOW
    assert hidden.isfinite().all()
    if all(fragment.weight == 1 for fragment in fragments) and windows == 1:
        assert hidden.equal(encode_prompt(pipe, plain_text(fragments)))


@pytest.mark.parametrize("clip_skip", [0, 1])
def test_clip_skip_is_the_norm_of_an_earlier_layer(pipe, clip, clip_skip):
    encoder = pipe.text_encoder
    with torch.inference_mode():
        ids = pipe.tokenizer("red fox", padding="max_length", return_tensors="pt").input_ids
        states = encoder(ids, output_hidden_states=True).hidden_states
        expected = encoder.final_layer_norm(states[-(clip_skip + 1)])

    assert encode(clip, "red fox", clip_skip).equal(expected)
    assert clip.max_clip_skip == 1


@pytest.mark.parametrize(
    "prompt",
    [
        pytest.param("a (red:1.4) fox", id="raised"),
        pytest.param("a [red] fox", id="lowered"),
        pytest.param("a (red:0) (fox:0.3), (snow:1.2)", id="several"),
        pytest.param("(red fox in the snow:1.3), " * 6, id="long and raised"),
        pytest.param("red fox in the snow, " * 6, id="long and plain"),
    ],
)
def test_weighted_and_long_prompts_equal_compel(pipe, clip, prompt):
    provider = _compel.EmbeddingsProvider(
        pipe.tokenizer,
        pipe.text_encoder,
        truncate=False,
        split_long_text_mode=_compel.SplitLongTextMode.PHRASES,
    )
    texts, weights = zip(*parse_prompt(prompt), strict=True)
    with torch.inference_mode(), quiet():
        theirs = provider.get_embeddings_for_weighted_prompt_fragments(
            [list(texts)], [list(weights)]
        )

    torch.testing.assert_close(encode(clip, prompt), theirs, rtol=1e-6, atol=1e-6)


def test_clip_skip_holds_for_weighted_prompts_too(pipe, clip):
    plain, raised = encode(clip, "(red:1)", 1), encode(clip, "(red:1.5)", 1)
    empty = encode(clip, "", 1)

    expected = empty + (plain - empty) * 1.5
    torch.testing.assert_close(raised[:, 1:4], expected[:, 1:4], rtol=1e-5, atol=1e-6)


def test_more_weight_moves_a_word_away_from_the_empty_prompt_and_less_towards_its_absence(clip):
    empty, word = encode(clip, ""), slice(2, 5)  # the letters of "red" in "a red fox"

    def distance(weight):
        return (encode(clip, f"a (red:{weight}) fox") - empty)[:, word].norm().item()

    plain = distance(1)
    assert distance(1.3) == pytest.approx(1.3 * plain, rel=1e-4)
    assert distance(0.4) < distance(0.7) < plain < distance(1.3) < distance(2)


def test_a_word_of_weight_nothing_is_hidden_from_the_words_after_it(clip):
    without_red = encode(clip, "a (red:0) fox")
    without_blue = encode(clip, "a (sad:0) fox")

    torch.testing.assert_close(without_red[:, 5:8], without_blue[:, 5:8], rtol=1e-3, atol=1e-3)
    assert not encode(clip, "a red fox").equal(without_red)


@pytest.mark.parametrize(
    ("num_letters", "windows"),
    [(0, 1), (1, 1), (PLACES, 1), (PLACES + 1, 2), (2 * PLACES, 2), (2 * PLACES + 1, 3)],
)
def test_windows_hold_as_many_tokens_as_the_encoder_takes(clip, num_letters, windows):
    assert clip.count_windows(parse_prompt("x" * num_letters)) == windows


def test_a_long_prompt_is_cut_after_a_comma_into_windows_of_their_own(pipe, clip):
    first, second = "x" * 40 + ",", "y" * 40

    hidden = encode(clip, f"{first} {second}")

    assert hidden[:, :WINDOW].equal(encode_prompt(pipe, first))
    assert hidden[:, WINDOW:].equal(encode_prompt(pipe, second))


def test_a_prompt_filled_up_goes_on_with_windows_of_an_empty_one(pipe, clip):
    hidden = encode(clip, "red fox", num_windows=2)

    assert hidden[:, :WINDOW].equal(encode_prompt(pipe, "red fox"))
    assert hidden[:, WINDOW:].equal(encode_prompt(pipe, ""))


def test_no_prompt_fills_more_windows_than_the_bound(clip):
    endless = "\N{FOX FACE}" * 4000

    assert clip.count_windows(parse_prompt(endless)) == MAX_WINDOWS


def test_a_weighted_prompt_does_not_depend_on_its_company(clip):
    prompts = [parse_prompt(text) for text in ("a (red:1.3) fox", "[b]", "a plain one")]

    with torch.inference_mode():
        together = clip.encode(prompts, 0, 1)
        alone = clip.encode(prompts[:1], 0, 1)

    assert together[0].hidden.equal(alone[0].hidden)


def test_the_encoder_runs_once_a_window_and_once_more_for_each_lowered_weight(pipe):
    clip, runs = ClipEncoder(pipe.tokenizer, pipe.text_encoder), []
    prompt = "".join(f"(x:0.5)y{',' * (number % 2)}" for number in range(50)) + "z" * 100
    hook = pipe.text_encoder.register_forward_hook(lambda *_: runs.append(1))

    encode(clip, prompt)
    hook.remove()

    beside = 2  # the whole text for its pooled state, and the empty prompt
    assert 50 < len(runs) <= clip.count_windows(parse_prompt(prompt)) + 50 + beside


def test_text_that_spells_the_markers_is_harmless(clip):
    hidden = encode(clip, "(a <|endoftext|>:0.5) <|startoftext|> [!] !" * 5)

    assert hidden.isfinite().all()
