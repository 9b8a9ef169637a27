from __future__ import annotations

from index.walking import Problem
from ui.problems import problem_lines


def shown(problems: list[Problem]) -> list[str]:
    return [line.plain for line in problem_lines(problems)]


def test_no_problem_is_no_line() -> None:
    assert shown([]) == []


def test_a_few_problems_are_each_shown() -> None:
    problems = [Problem(f"{number}.txt", "it is empty: remove it") for number in range(20)]
    lines = shown(problems)
    assert lines[0] == "not read, or not whole: 20"
    assert lines[1:] == [f"  {number}.txt: it is empty: remove it" for number in range(20)]


def test_ten_thousand_problems_are_counted_by_kind_with_some_names() -> None:
    problems = [Problem(f"{number}.txt", "it is empty: remove it") for number in range(40)]
    problems += [
        Problem("rows.jsonl", f"line {number} is not JSON (near {number}): mend it")
        for number in range(9_000)
    ]
    problems += [Problem(f"{number}.pdf", "this PDF is broken: print it") for number in range(960)]
    lines = shown(problems)
    assert len(lines) < 20
    assert lines[:3] == [
        "not read, or not whole: 10000",
        "  9000 × line 0 is not JSON (near 0): mend it",
        "      rows.jsonl",
    ]
    assert lines[3:8] == [
        "  960 × this PDF is broken: print it",
        "      0.pdf",
        "      1.pdf",
        "      2.pdf",
        "      and 957 more",
    ]
    assert "  40 × it is empty: remove it" in lines
    assert "--json" in lines[-1]


def test_problems_that_are_all_different_do_not_flood_the_terminal_either() -> None:
    problems = [
        Problem("n" * 10_000, f"reason {'abcdefghij'[number % 10] * (number + 1)}: " + "x" * 5_000)
        for number in range(1_000)
    ]
    lines = shown(problems)
    assert len(lines) < 80
    assert max(map(len, lines)) < 400
    counted = sum(int(line.split(" × ")[0]) for line in lines if " × " in line)
    (rest,) = [line for line in lines if "of other kinds" in line]
    counted += int(rest.split()[1])
    assert counted == len(problems)
