"""paper.tex says what the appendix prints, token by token, but for what NOISE.md lists."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from tests.proofs.latex_tokens import Tokens, expand, macros, normal, occurrences, replaced, tokens, uncommented
from tests.proofs.noise import Noise, read_noise
from tests.proofs.printed import Pieces, appendix_pieces, paper_pieces

PROOFS = Path(__file__).parents[2] / "proofs"
PAPER = (PROOFS / "paper.tex").read_text(encoding="utf-8")
APPENDIX = Path(__file__).with_name("appendix.md").read_text(encoding="utf-8")
MACROS = macros((PROOFS / "macros.tex").read_text(encoding="utf-8"))
NOISE = read_noise((PROOFS / "NOISE.md").read_text(encoding="utf-8"))

NUMBERS = [str(n) for n in range(13, 68)]
LEMMAS = [f"4.{n}" for n in range(1, 8)]
CLAIMS = ["L4.1", "L4.2", "L4.3", "L4.4", "L4.5", "L4.6", "L4.7.1", "L4.7.1m", "L4.7.2", "L4.7.2a", "T4.8", "T4.9", "T4.10"]

LATEX = frozenset(
    tokens(
        r"""
        \section \subsection \textbf \emph \begin \end \tag \left \right \quad \text \operatorname \mathbb \frac \binom \choose
        \sqrt \sum \max \lim \sup \log \le \leq \ge \geq \in \cup \sim \succeq \preceq \to \infty \times \forall \cdots \cdot
        \Longrightarrow \mapsto \langle \rangle \partial \boldsymbol \mathbf \mathcal
        \alpha \delta \epsilon \eta \lambda \mu \xi \ell \sigma \Gamma
        """
    )
)
ENVIRONMENTS = frozenset({"setup", "definition", "claim", "proofof", "split"})

# Slips of print, each with what it should perhaps say: mending one while transcribing must not go unnoticed.
SLIPS = [
    ("(13)", r"\frac{1}{n_r} \sum_{f \in D_f}", r"\frac{1}{n_f} \sum_{f \in D_f}"),
    ("after (13)", r"x \in \mathbb{R}$", r"x \in \mathbb{R}^d$"),
    ("after (15)", r"\thereis{a constant $C_1$}", r"\thereis{a constant $C_2$}"),
    ("L4.7.2", r"\sum_{r=0}^{k-1} {k \choose r}", r"\sum_{r=0}^{k} {k \choose r}"),
    ("(18)", r"\sum_{i \in D_{f}} x_{f}H_{f}", r"\sum_{f \in D_{f}} x_{f}H_{f}"),
    ("(20)", r"\sum_{r' \in D_r} \sum_{r' \in D_r}", r"\sum_{r \in D_r} \sum_{r' \in D_r}"),
    ("(22)", r"\sum_{f \in D_f}^{n_f}", r"\sum_{f \in D_f}"),
    ("(25)", r"\sum_{i \in D_r}x_{r}H_{r}", r"\sum_{r \in D_r}x_{r}H_{r}"),
    ("(25)", r"\upto{J_{1}}{J_{k-1}}", r"\upto{J_{1}}{J_{k}}"),
    ("(27)", r"(\left(\frac{k-1}{r}\right)", r"(\sum_{r=0}^{k-1} {k-1 \choose r}"),
    ("(27)", "N_o", "N_0"),
    ("(28)", "{2k-r}", "{2(k-r)}"),
    ("(28)", r"\leq (1-\epsilon)^k", r"\leq (1-\epsilon+\epsilon^2)^k"),
    ("(29)", r"\lambda_{\max}(D) \geq", r"\lambda_{\max}(D) >"),
    ("(31)", r"{a_{1} \in D_{L_{k}[k]}}", r"{a_{1} \in D_{L_{k}[1]}}"),
    ("(31)", r"\sum_{1} ", ""),
    ("(32)", r"\frac{C_f^{\frac{1}{2}}}{C_r^{\frac{1}{2}} + C_f^{\frac{1}{2}}} H_{a_f} =", r"(H_{a_f}) ="),
    ("(33)", r"d^{2}(\frac{1}{n_{r}n_{f}})^{k}", r"n_r n_f d(\frac{1}{n_{r}n_{f}})^{k}"),
    ("(36)", r"\frac{1}{n_{f} n_{r}} \frac{1}{2^{k}}", r"\frac{1}{n_{f}^2 n_{r}^2} \frac{1}{2^{k}}"),
    ("(38)", r"{\eta C_r' (", r"{\eta (1-\alpha) ("),
    ("(39)", r"C'_r H_r + C'_f H_f =", r"(C'_r H_r + C'_f H_f) ="),
    ("(41)", r"H_{r}^{2} + \eta", r"H_{R}^{2} + \eta"),
    ("(41)", r"&e_{1}E", r"&e_{1}^TE"),
    ("(42)", r"((1 - \alpha)(\sigma + n_f(\frac{n_r}{B} - 1))^{-1})", r"((1 - \alpha)(\sigma + n_f(\frac{n_r}{B} - 1)))^{-1}"),
    ("(49)", r"C'_{f}H_{f_{1'}}H_{r_{2'}}]},", r"C'_{f}H_{f_{1'}}H_{f_{2'}}]},"),
    ("(57)", r"C_f' \sum_{rf} \norm{\drawn{\xi}{r_1}}{}", r"C_f' \sum_{rf} \norm{\drawn{\xi}{f_1'}}{}"),
]


def extracted(noise: Noise) -> dict[str, Tokens]:
    """The appendix's pieces in one spelling, the listed differences applied. Each must find its place exactly once."""
    pieces = {k: normal(tokens(p), noise.spelling) for k, p in appendix_pieces(APPENDIX, noise.names).items()}
    for rewrite in noise.rewrites:
        old, new = normal(tokens(rewrite.old), noise.spelling), normal(tokens(rewrite.new), noise.spelling)
        found = len(occurrences(pieces[rewrite.key], old))
        if found != 1:
            raise ValueError(f"NOISE.md: {rewrite.old!r} stands {found} times in {rewrite.key}")
        pieces[rewrite.key] = replaced(pieces[rewrite.key], old, new)
    return pieces


def transcribed(noise: Noise, paper: Pieces | None = None) -> dict[str, Tokens]:
    """The paper's pieces in one spelling, macros expanded."""
    pieces = paper_pieces(PAPER) if paper is None else paper
    return {k: normal(expand(tokens(p), MACROS), noise.spelling) for k, p in pieces.items()}


@pytest.mark.parametrize("number", NUMBERS)
def test_every_number_is_a_tag(number: str) -> None:
    """Each of (13) to (28) is the tag of one display."""
    assert len(re.findall(rf"\\tag\{{{number}\}}", uncommented(PAPER))) == 1


@pytest.mark.parametrize("lemma", LEMMAS)
def test_every_lemma_is_there(lemma: str) -> None:
    """Each of Lemmas 4.1 to 4.7 has its heading."""
    assert len(re.findall(rf"\\textbf\{{Lemma {re.escape(lemma)}\.?\}}", PAPER)) == 1


@pytest.mark.parametrize("claim", CLAIMS)
def test_every_claim_is_marked(claim: str) -> None:
    """Each conclusion of a lemma is a claim with its id."""
    assert PAPER.count(rf"\begin{{claim}}{{{claim}}}") == 1


def test_the_pieces_come_in_the_order_of_print() -> None:
    """Both texts have the same displays, in the same order."""
    assert list(paper_pieces(PAPER)) == list(appendix_pieces(APPENDIX, NOISE.names))


def test_every_formula_is_printed_so() -> None:
    """Token by token, every piece of the paper is that of the appendix."""
    assert transcribed(NOISE) == extracted(NOISE)


@pytest.mark.parametrize(("key", "slip", "mended"), SLIPS)
def test_a_mended_slip_is_noticed(key: str, slip: str, mended: str) -> None:
    """A slip of print stands in the paper, and mending it makes the texts differ."""
    pieces = paper_pieces(PAPER.replace(slip, mended))
    assert transcribed(NOISE, pieces)[key] != extracted(NOISE)[key]


@pytest.mark.parametrize(
    ("lemma", "conclusion"),
    [
        ("L4.1", r"||x||_2 \le ||x||_1 \le \sqrt{d}||x||_2"),
        ("L4.3", r"||M||_F \le ||M||_{S_1} \le \sqrt{n}||M||_F"),
        ("L4.4", r"\text{Tr}[M_1...M_k] \leq ||M_1...M_k||_{S_1}"),
    ],
)
def test_a_conclusion_in_the_text_is_marked(lemma: str, conclusion: str) -> None:
    """What a lemma concludes within its text is its `\\conclude`."""
    assert f"${conclusion}$" in APPENDIX
    claim = re.search(rf"\\begin\{{claim\}}\{{{re.escape(lemma)}\}}(.*?)\\end\{{claim\}}", PAPER, re.DOTALL)
    assert claim is not None
    marked = re.findall(r"\\conclude\{\$([^$]*)\$\}", claim[1])
    assert [normal(expand(tokens(m), MACROS), NOISE.spelling) for m in marked] == [normal(tokens(conclusion), NOISE.spelling)]


@pytest.mark.parametrize("number", range(len(NOISE.rewrites)))
def test_every_listed_difference_is_needed(number: int) -> None:
    """Without any one line of NOISE.md, the texts differ."""
    without = replace(NOISE, rewrites=(*NOISE.rewrites[:number], *NOISE.rewrites[number + 1 :]))
    key = NOISE.rewrites[number].key
    assert extracted(without)[key] != transcribed(without)[key]


@pytest.mark.parametrize("part", ["dropped", "with_argument", "letters", "same"])
def test_every_spelling_is_needed(part: str) -> None:
    """Without any one rule of spelling, the texts differ, or a listed difference no longer finds its place."""
    rules = getattr(NOISE.spelling, part)
    for rule in rules:
        fewer = type(rules)(r for r in rules if r != rule)
        assert not _alike(replace(NOISE, spelling=replace(NOISE.spelling, **{part: fewer}))), rule


def _alike(noise: Noise) -> bool:
    try:
        return transcribed(noise) == extracted(noise)
    except ValueError:
        return False


def test_a_line_of_no_known_form_is_refused() -> None:
    """NOISE.md cannot hold a difference that the comparison does not read."""
    with pytest.raises(ValueError, match="no known form"):
        read_noise("- dropped: `&`\n- (27): something was mended\n")


@pytest.mark.parametrize("file", ["setup.tex", "paper.tex", "repairs.tex"])
def test_only_known_commands_are_used(file: str) -> None:
    """Every control word is LaTeX's, amsmath's or one of macros.tex; every environment likewise."""
    text = uncommented((PROOFS / file).read_text(encoding="utf-8"))
    assert set(re.findall(r"\\[a-zA-Z]+", text)) <= LATEX | set(MACROS)
    assert set(re.findall(r"\\begin\{([^}]*)\}", text)) <= ENVIRONMENTS
