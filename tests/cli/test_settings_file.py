"""Settings come from the environment or one file; the doctor says which are in force and keeps secrets to itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from pitchreel.cli import main
from pitchreel.config import Settings
from pitchreel.doctor import examine
from pitchreel.errors import InputError, SetupError


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PITCHREEL_HOME", str(tmp_path))
    monkeypatch.delenv("PITCHREEL_CONFIG", raising=False)
    return tmp_path


def test_the_file_in_the_data_folder_is_read(home: Path) -> None:
    (home / "pitchreel.toml").write_text('keep_days = 3\ntrusted_hosts = "a.example"\n')
    settings = Settings()
    assert (settings.keep_days, settings.trusted_hosts, settings.home) == (3, "a.example", home)


def test_the_environment_wins_over_the_file_and_code_over_both(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / "pitchreel.toml").write_text("keep_days = 3\nrate_limit = 7\nredirects = 1\n")
    monkeypatch.setenv("PITCHREEL_KEEP_DAYS", "4")
    monkeypatch.setenv("PITCHREEL_REDIRECTS", "2")
    settings = Settings(redirects=0)
    assert (settings.keep_days, settings.rate_limit, settings.redirects) == (4, 7, 0)


def test_a_file_may_be_named(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    named = home / "elsewhere.toml"
    named.write_text("keep_days = 5\n")
    monkeypatch.setenv("PITCHREEL_CONFIG", str(named))
    assert Settings().keep_days == 5


@pytest.mark.parametrize(
    ("text", "said"),
    [("keep_dais = 5\n", "keep_dais"), ("keep_days: 5\n", "not TOML"), (b"\xff\xfe", "not TOML")],
)
def test_a_wrong_file_is_told(home: Path, text: str | bytes, said: str) -> None:
    (home / "pitchreel.toml").write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(InputError, match=said):
        Settings()


def test_a_named_file_that_is_not_there_is_told(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PITCHREEL_CONFIG", str(home / "none.toml"))
    with pytest.raises(InputError, match="cannot be read"):
        Settings()


def test_the_doctor_hides_what_is_secret(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / "pitchreel.toml").write_text('database_url = "postgresql://ads:pass/w@rd@db.example/ads"\n')
    monkeypatch.setenv("PITCHREEL_SECRET", "quite-a-long-secret-of-ours")
    report = examine()
    told = report.model_dump_json()
    assert report.settings["database_url"] == "postgresql://ads:***@db.example/ads"
    assert report.settings_file == str(home / "pitchreel.toml")
    assert "pass/w" not in told and "quite-a-long" not in told


def test_the_doctor_hides_a_password_in_a_query(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PITCHREEL_DATABASE_URL", "postgresql://bob@db.example/ads?password=hush&sslmode=require")
    shown = examine().settings["database_url"]
    assert shown == "postgresql://bob@db.example/ads?password=***&sslmode=require"


def test_a_setting_that_cannot_be_is_named(
    home: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PITCHREEL_RATE_LIMIT", "abc")
    monkeypatch.setattr("sys.argv", ["pitchreel", "doctor"])
    with pytest.raises(SystemExit) as ended:
        main()
    said = capfd.readouterr().err
    assert ended.value.code == SetupError.exit_code
    assert "PITCHREEL_RATE_LIMIT" in said and "inside Pitchreel" not in said
