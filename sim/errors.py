"""The one error a user can cause."""


class InputError(Exception):
    """Input that cannot be used; shown as one line per problem, exit code 2.

    Parameters
    ----------
    problems : str or list of str
        Each says what is wrong, where (file, key, value) and what is allowed, in one line.
    """

    def __init__(self, problems: str | list[str]) -> None:
        self.problems = [problems] if isinstance(problems, str) else list(problems)
        super().__init__("\n".join(self.problems))
