"""Workbooks behind a password."""

from __future__ import annotations

from pathlib import Path

import msoffcrypto
from msoffcrypto.exceptions import DecryptionError, FileFormatError, InvalidKeyError

from etl.problem import Refused


def opened(path: Path, password: str | None, scratch: Path) -> Path:
    """The workbook without its password: the file itself, or a copy in `scratch`. Raises Refused."""
    with path.open("rb") as file:
        try:
            office = msoffcrypto.OfficeFile(file)
            if not office.is_encrypted():
                return path
            if not password:
                raise Refused("etl.password_needed")
            office.load_key(password=password)
            copy = scratch / "opened"
            with copy.open("wb") as target:
                office.decrypt(target)
        except (InvalidKeyError, DecryptionError) as error:
            raise Refused("etl.password_wrong") from error
        except FileFormatError:
            return path
        return copy
