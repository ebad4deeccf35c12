"""What each error code means, its usual cause, and the fix."""

from __future__ import annotations

from dataclasses import dataclass

from verify.errors import Code


@dataclass(frozen=True, slots=True)
class Explanation:
    """A code explained: a sentence or two for each."""

    code: Code
    meaning: str
    cause: str
    fix: str


def explanation(code: Code) -> Explanation:
    """The explanation of a code."""
    return next(e for e in EXPLANATIONS if e.code is code)


EXPLANATIONS = (
    Explanation(
        Code.READ,
        "A file or folder that is needed cannot be read.",
        "It was moved, its name is mistyped, or its permissions forbid it.",
        "Check the path and its permissions; `--theory DIR` names the folder of the theory.",
    ),
    Explanation(
        Code.ENCODING,
        "A file is not UTF-8 text.",
        "An editor saved it as Latin-1 or UTF-16, or it is a binary file with a .tex name.",
        "Save the file as UTF-8; the message gives the place of the first byte that is not.",
    ),
    Explanation(
        Code.THEORY,
        "A folder is not a theory.",
        "It does not exist, it is a file, or it has no .tex file to be read.",
        "Name a folder with at least one .tex file and a notation.py; docs/language.md shows a small one.",
    ),
    Explanation(
        Code.NOTATION,
        "notation.py does not give a notation.",
        "A name is declared twice, a size or an index set is not declared, or the file does not define NOTATION.",
        "Let notation.py end in `NOTATION = notation(…)`, each name declared once; docs/language.md lists what stands in it.",
    ),
    Explanation(
        Code.BRACES,
        "Braces, or other signs that come in pairs, do not match.",
        "A `}` was lost, or `\\left(` has no `\\right)`.",
        "Look at the caret: it stands at the sign that has no partner.",
    ),
    Explanation(
        Code.ENVIRONMENT,
        "A \\begin has no \\end, or another one's.",
        "An environment was renamed at one end only, or two of them overlap.",
        "Close each environment that is read (setup, definition, claim, proofof) before the one around it.",
    ),
    Explanation(
        Code.TAG_TWICE,
        "Two statements have one id.",
        "A display was copied with its \\tag, or a claim's id is that of a display.",
        "Give one of them another id; each id names one statement.",
    ),
    Explanation(
        Code.TAG_MISSING,
        "A relation that is displayed has no id.",
        "A display inside a proof or outside every environment has no \\tag, or an environment has no {ID}.",
        "Add \\tag{…} to the display; what is not to be decided is written as prose.",
    ),
    Explanation(
        Code.UNDECLARED,
        "A symbol is declared nowhere.",
        "It is missing from notation.py, or it is a name that a claim meant to declare with \\assume.",
        "Declare it in notation.py, or by an \\assume{$x \\in …$} of its claim.",
    ),
    Explanation(
        Code.UNDEFINED,
        "A statement uses a name whose definition has no meaning.",
        "The definition itself is malformed, so nothing that rests on it can be decided.",
        "Mend the definition, or give it a repair in repairs.tex; then what uses it is decided under that.",
    ),
    Explanation(
        Code.SYNTAX,
        "A formula is outside the language.",
        "A LaTeX construct that the grammar does not know, or a slip such as two relation signs in a row.",
        "Write it with what docs/language.md lists. The statement stays unsettled until the language has a word for it.",
    ),
    Explanation(
        Code.DEPTH,
        "A formula is nested too deeply to be read.",
        "A tower of exponents or of brackets, often made by a program.",
        "Name a part of it by a definition, and use the name.",
    ),
    Explanation(
        Code.MACRO,
        "A macro cannot be read as it is used.",
        "It is declared in macros.tex and not in notation.py, it has the wrong number of arguments, or its end terms are not of one form.",
        "Let notation.py give its meaning, and give it every printed factor and end term as an argument.",
    ),
    Explanation(
        Code.INDEX_SCOPE,
        "An index is used where nothing binds it.",
        "The printed formula sums over another index than its terms have, the sum ended before the term, or the sets below nested "
        "sums do not go with their indices.",
        "Bind it (\\sum_{i \\in D_f} …), or declare it as a constant. In a printed formula this is a finding: the statement is malformed.",
    ),
    Explanation(
        Code.KIND,
        "A thing of one kind stands where another is needed.",
        "A matrix beside a number in a sum, a relation ≤ between a matrix and a number, a trace of a vector.",
        "Look at the caret: the message names both kinds. In a printed formula this is a finding: the statement is malformed.",
    ),
    Explanation(
        Code.SIZE,
        "Two sizes that have to agree do not.",
        "A d × d matrix times a vector of another length.",
        "Declare the sizes in notation.py so that the product exists, or mend the formula.",
    ),
    Explanation(
        Code.ARITY,
        "A family or a function has the wrong number of indices or arguments.",
        "H stands alone where H_i is meant, or an index too many was printed.",
        "Give it as many as its declaration has.",
    ),
    Explanation(
        Code.AMBIGUOUS,
        "A formula can be read in two ways.",
        "The scope of a sum or of a fraction's bar is open, or a name is both a label and an index.",
        "Add the braces or brackets of the reading that is meant; the message offers both.",
    ),
    Explanation(
        Code.UNKNOWN_ID,
        "The theory has no statement or claim of that id.",
        "A slip of the pen, or the id of a display without the number of its relation (27 for 27.1).",
        "`verify check` lists all ids; the message names those that are near.",
    ),
    Explanation(
        Code.CERTIFICATE,
        "A certificate cannot be used.",
        "The file was edited or cut short, or it is about a statement that has been reworded since.",
        "Run `verify accept`: it derives the evidence anew and writes it.",
    ),
    Explanation(
        Code.CANDIDATES,
        "candidates.json is not a list of instances for each statement.",
        "It was written by hand, and a value is no exact string, or a key is missing.",
        "Write {\"ID\": [INSTANCE, …]} with instances as in docs/certificates.md, or remove the file.",
    ),
    Explanation(
        Code.DERIVATION,
        "A script that derives statements cannot be used, or one of its steps does not follow.",
        "The file does not import, an id in it is no statement's, or the theory was edited and its derivation was not.",
        "Mend the script at the line that is named: give the premises or the witness that the step needs.",
    ),
    Explanation(
        Code.CYCLE,
        "Derivations use one another in a circle, so that none of them stands on anything.",
        "Two statements that say much the same were each derived from the other.",
        "The message names the circle: let one of its statements be derived without the next.",
    ),
    Explanation(
        Code.LOCK,
        "theory.lock is not a lock.",
        "A merge left its marks in it, or it was edited by hand.",
        "Take it back from version control, or remove it and run `verify accept`.",
    ),
    Explanation(
        Code.ARGUMENT,
        "An argument of a command cannot be used.",
        "A number out of its range, a name that does not exist, or two options that exclude each other.",
        "The message says what is allowed; `verify COMMAND --help` lists the options.",
    ),
    Explanation(
        Code.HESSIANS,
        "A file of Hessians cannot be inspected.",
        "An array is missing, empty, not symmetric, not finite or of another shape; or the file is no .npz archive, or was cut short.",
        "Save float arrays with numpy.savez(file, retain=…, forget=…), (n, d, d) each, or factors; docs/inspect.md shows how.",
    ),
    Explanation(
        Code.FIGURES,
        "figures.py does not say which formula of the theory is which figure.",
        "It defines no FIGURES, it names a quantity that is not measured, or its LaTeX or an id in it is not this theory's.",
        "Let figures.py end in `FIGURES = figures(…)`; docs/inspect.md lists what is measured.",
    ),
    Explanation(
        Code.WRITE,
        "A file cannot be written.",
        "Its folder does not exist or is read-only, or the disk is full. Nothing was half-written.",
        "Choose a place where a file can be made, or `-` for the standard output.",
    ),
    Explanation(
        Code.WORKER,
        "A process that decided statements ended without an answer.",
        "The system stopped it, mostly because memory ran out.",
        "Run again with `--jobs 1`, or with fewer `--rounds`.",
    ),
)
