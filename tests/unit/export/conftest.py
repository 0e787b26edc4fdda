import pytest
from war import tell


@pytest.fixture(scope="session")
def week():
    return tell()
