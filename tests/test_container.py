"""The container and the locks: no Docker engine is needed to see that they would build, and are shut tight."""

import ast
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import zipfile
from importlib import metadata
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parent.parent
ROOMS = ("bot", "dialogue", "handlers", "migrations", "models", "playground", "scheduler", "texts")
LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-build.lock", "requirements-audit.lock")


def instructions() -> list[tuple[str, str]]:
    text = re.sub(r"^\s*#.*\n", "", (ROOT / "Dockerfile").read_text(), flags=re.M).replace("\\\n", " ")
    return [(line.split(None, 1)[0], line.split(None, 1)[1].strip()) for line in text.splitlines() if line.strip()]


def stages() -> list[list[tuple[str, str]]]:
    found: list[list[tuple[str, str]]] = []
    for word, rest in instructions():
        if word == "FROM":
            found.append([])
        if found:
            found[-1].append((word, rest))
    return found


def locked(name: str) -> dict[str, tuple[str, frozenset[str]]]:
    """Package -> (what is pinned, its hashes)."""
    text = re.sub(r"^\s*#.*\n", "", (ROOT / name).read_text(), flags=re.M).replace("\\\n", " ")
    found = {}
    for line in filter(None, text.splitlines()):
        pin, *hashes = re.split(r"\s+--hash=", line.strip())
        found[pin.split("==")[0]] = (pin, frozenset(h.strip() for h in hashes))
    return found


def copied_into(folder: Path) -> None:
    """What `COPY . .` would see through .dockerignore."""
    for line in (ROOT / ".dockerignore").read_text().splitlines():
        if line.startswith("!"):
            source = ROOT / line[1:]
            if source.is_dir():
                shutil.copytree(source, folder / source.name, ignore=shutil.ignore_patterns("__pycache__", "*.pyc"))
            else:
                shutil.copy(source, folder)


def test_hadolint_has_nothing_to_say():
    done = subprocess.run(
        [Path(sys.executable).with_name("hadolint"), "--no-color", "Dockerfile"],
        cwd=ROOT, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


def test_last_stage_is_small_and_not_root():
    last = stages()[-1]
    words = dict(last)
    assert words["USER"] == "10001:10001"
    assert words["STOPSIGNAL"] == "SIGTERM"
    assert json.loads(words["VOLUME"]) == ["/data", "/keys"]
    assert json.loads(words["ENTRYPOINT"]) == ["evenfall"]
    assert json.loads(words["CMD"]) == ["run"]
    assert json.loads(words["HEALTHCHECK"].split(" CMD ", 1)[1]) == ["evenfall", "doctor", "--quick"]
    env = dict(pair.split("=", 1) for pair in shlex.split(words["ENV"]))
    assert env["PYTHONDONTWRITEBYTECODE"] == "1"
    assert (env["EVENFALL_DATA"], env["EVENFALL_KEYS_FILE"]) == ("/data", "/keys/master.keys")
    order = [word for word, _ in last]
    assert order.index("USER") > max(n for n, word in enumerate(order) if word in ("RUN", "COPY"))
    runs = [rest for word, rest in last if word == "RUN"]
    assert not re.search(r"pip|gcc|build-essential|curl", " ".join(runs))
    assert sum("apt-get install" in rest for rest in runs) == 1


def test_the_image_backs_up_the_server_it_is_given():
    """pg_dump refuses a server that is newer than itself: the client's version is the server's."""
    [run] = [rest for word, rest in stages()[-1] if word == "RUN" and "apt-get" in rest]
    found = re.search(r"apt-get install -y --no-install-recommends postgresql-client-(\d+)=(\d+)\.\* ", run)
    assert found and run.rstrip().endswith("rm -rf /var/lib/apt/lists/*")
    server = yaml.safe_load((ROOT / "compose.scale.yaml").read_text())["services"]["postgres"]["image"]
    assert {found[1], found[2]} == {server.removeprefix("postgres:")}
    base = dict(pair.split("=", 1) for word, pair in instructions() if word == "ARG")["BASE"]
    assert base.endswith("-trixie"), "the Debian release that has this client"


def test_compose_shuts_what_can_be_shut():
    compose = yaml.safe_load((ROOT / "compose.yaml").read_text())
    (service,) = compose["services"].values()
    assert service["read_only"] is True
    assert service["user"] == "10001:10001"
    assert [mount.split(",")[0] for mount in service["tmpfs"]] == ["/tmp:size=16m"]
    assert service["cap_drop"] == ["ALL"] and "cap_add" not in service
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert (service["mem_limit"], service["cpus"], service["pids_limit"]) == ("256m", 0.5, 64)
    assert service["ulimits"]["core"] == 0
    assert service["stop_grace_period"] == "20s"
    assert set(service["logging"]["options"]) == {"max-size", "max-file"}
    assert service["env_file"] == ".env"
    assert "privileged" not in service and "ports" not in service
    assert service["volumes"] == ["data:/data", "keys:/keys"] and set(compose["volumes"]) == {"data", "keys"}


def test_compose_at_scale_shuts_the_same_for_all():
    scale = yaml.safe_load((ROOT / "compose.scale.yaml").read_text())
    alone = yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]["evenfall"]
    services = scale["services"]
    assert set(services) == {"evenfall", "postgres", "caddy"}
    for name, service in services.items():
        for key in ("read_only", "cap_drop", "security_opt", "ulimits", "stop_grace_period", "logging", "restart"):
            assert service[key] == alone[key], f"{name}: {key}"
        assert service["mem_limit"] == service["memswap_limit"]
        assert service["cpus"] <= 1 and service["pids_limit"] <= 128
        assert "privileged" not in service and "network_mode" not in service
        assert ("ports" in service) == (name == "caddy")  # one listens to the world
        assert ("cap_add" in service) == (name == "caddy")
        assert all(not mount.startswith((".", "/")) for mount in service["volumes"])
        assert service["tmpfs"][0] == alone["tmpfs"][0]
    ours = services["evenfall"]
    for key in ("build", "image", "env_file", "user", "mem_limit", "cpus", "pids_limit"):
        assert ours[key] == alone[key]
    assert ours["deploy"]["replicas"] == 3 and ours["command"][:2] == ["run", "--webhook"]
    assert ours["command"][2].startswith("https://")
    assert ours["environment"]["DATABASE_URL"].startswith("postgresql+asyncpg://")
    assert ours["environment"]["HEALTH_LISTEN"].startswith("127.0.0.1:")
    assert ours["volumes"] == ["keys:/keys"]  # /data is each replica's own: the lock in it is for one process
    assert [mount.split(":")[0] for mount in ours["tmpfs"]] == ["/tmp", "/data"]
    assert scale["networks"]["back"] == {"internal": True}
    assert services["postgres"]["networks"] == ["back"] and services["caddy"]["networks"] == ["front"]
    assert services["caddy"]["cap_add"] == ["NET_BIND_SERVICE"]
    told = " ".join(services["postgres"]["command"])
    assert "log_error_verbosity=terse" in told and "log_parameter_max_length_on_error=0" in told
    port = ours["environment"]["WEBHOOK_LISTEN"].rpartition(":")[2]
    caddyfile = scale["configs"]["caddyfile"]["content"]
    assert f"port {port}" in caddyfile and "name evenfall" in caddyfile and "log" not in caddyfile


def test_what_is_private_stays_out_of_the_image():
    first, *kept = [x for x in (ROOT / ".dockerignore").read_text().splitlines() if x and not x.startswith("#")]
    assert first == "*"
    kept = [line[1:] for line in kept if line.startswith("!")]
    assert sorted(kept) == sorted([*ROOMS, "LICENSE", "pyproject.toml", "requirements.lock", "requirements-build.lock"])
    assert all((ROOT / name).exists() for name in kept)


def test_only_caddy_is_reached_from_outside_and_the_database_reaches_nobody():
    """No port but those of the proxy; the one process without a webhook opens none at all."""
    for name, open_ones in (("compose.yaml", {}), ("compose.scale.yaml", {"caddy": ["80:80", "443:443"]})):
        services = yaml.safe_load((ROOT / name).read_text())["services"]
        assert {one: service["ports"] for one, service in services.items() if "ports" in service} == open_ones
        assert not any("expose" in service or service.get("network_mode") for service in services.values())
    assert not [rest for word, rest in instructions() if word == "EXPOSE"]


def test_a_public_workflow_takes_nothing_of_others_and_may_only_read():
    """Threat 22. What `make audit` reads with zizmor, held here without it."""
    [path] = (ROOT / ".github" / "workflows").iterdir()
    workflow = yaml.safe_load(path.read_text())
    assert workflow["permissions"] == {} and "secrets." not in path.read_text()
    assert "pull_request_target" not in path.read_text()
    for job in workflow["jobs"].values():
        assert job["permissions"] == {"contents": "read"} and job["timeout-minutes"] <= 60
        for step in job["steps"]:
            assert re.search(r"@[0-9a-f]{40}$", step.get("uses", "@" + "0" * 40)), "pinned by its digest"
            assert "${{" not in step.get("run", ""), "what others may write is handed over by the environment"
    assert any(step.get("run") == ".ci/run" for job in workflow["jobs"].values() for step in job["steps"])


@pytest.mark.skipif(os.geteuid() != 0 or not shutil.which("unshare"), reason="needs root, to take everything away")
def test_it_runs_as_nobody_on_a_system_that_cannot_be_written():
    """As compose.yaml would: uid 10001, no capability, every file system read-only but the two that are ours."""
    with tempfile.TemporaryDirectory() as made:
        os.chmod(made, 0o755)
        for name in ("keys", "data"):
            (Path(made) / name).mkdir(mode=0o700)
            os.chown(Path(made) / name, 10001, 10001)
        _live_as_nobody(Path(made) / "keys", Path(made) / "data")


def _live_as_nobody(home: Path, work: Path) -> None:
    script = """
set -e
mount --make-rprivate /
if ! setpriv --reuid=10001 --clear-groups test -x "$PYTHON"; then # it lies at home: open that, and nothing else in it
  base=$("$PYTHON" -c 'import sys; print(sys.base_prefix)'); top=/$(echo "$base" | cut -d/ -f2)
  mkdir "$DATA/base"; mount --bind "$base" "$DATA/base"
  mount -t tmpfs -o mode=755 none "$top"; mkdir -p "$base"; mount --move "$DATA/base" "$base"; rmdir "$DATA/base"
fi
for place in $(awk '{print $5}' /proc/self/mountinfo | sort -r); do
  mount -o remount,bind,ro "$place" 2>/dev/null || true
done
for place in "$DATA" "$KEYS"; do mount --bind "$place" "$place"; mount -o remount,bind,rw "$place"; done
exec setpriv --reuid=10001 --regid=10001 --clear-groups --bounding-set=-all --inh-caps=-all --no-new-privs \\
  "$PYTHON" -c "$CODE"
"""
    code = """
import asyncio, os, resource, stat, sys
from pathlib import Path
sys.dont_write_bytecode = True
from bot import main
main.shut()
try:
    Path("/tmp/there").touch()
    sys.exit("the system can be written")
except OSError:
    pass
assert os.getuid() == 10001 and resource.getrlimit(resource.RLIMIT_CORE) == (0, 0)
from models.database import open_database
from models import Couple
from zoneinfo import ZoneInfo
async def live():
    data, keys = Path(os.environ["DATA"]), Path(os.environ["KEYS"])
    database = await open_database(f"sqlite:///{data}/evenfall.db", keys / "master.keys", data)
    async with database.engine.connect() as connection:
        await connection.exec_driver_sql("select 1")
    await database.close()
    for file in (data / "evenfall.db", keys / "master.keys"):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, file
asyncio.run(live())
ZoneInfo("Asia/Kathmandu")
print("well")
"""
    env = {**os.environ, "DATA": str(work), "KEYS": str(home), "PYTHON": sys.executable, "CODE": code}
    env |= {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": str(ROOT), "HOME": "/nowhere"}
    done = subprocess.run(
        ["unshare", "--mount", "sh", "-c", script], env=env, cwd="/", capture_output=True, text=True, timeout=60
    )
    if "unshare" in done.stderr or "mount:" in done.stderr:
        pytest.skip("nothing may be unshared or mounted here")
    assert (done.returncode, done.stdout) == (0, "well\n"), done.stderr


def test_nothing_of_the_memory_reaches_the_disk(tmp_path):
    """No core file, no debugger of the same user, files for their owner alone."""
    code = (
        "import ctypes, os, resource; from bot import main; main.shut(); "
        "print(resource.getrlimit(resource.RLIMIT_CORE), ctypes.CDLL(None).prctl(3, 0, 0, 0, 0), oct(os.umask(0)))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.stdout == "(0, 0) 0 0o77\n", done.stderr


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_package_has_hashes_and_no_address(name):
    assert "://" not in (ROOT / name).read_text()
    for package, (pin, hashes) in locked(name).items():
        assert re.match(rf"{re.escape(package)}==\S+( ;.*)?$", pin), pin
        assert hashes and all(re.fullmatch(r"sha256:[0-9a-f]{64}", h) for h in hashes), package
        assert not re.search(r"^-", pin), pin


def test_tests_run_on_what_the_image_has():
    """The small locks are parts of the one that .venv is made of, and .venv is what that lock says."""
    whole = locked("requirements-dev.lock")
    for part in ("requirements.lock", "requirements-build.lock"):
        assert locked(part).items() <= whole.items()
    for package, (pin, _) in whole.items():
        if ";" not in pin:
            assert metadata.version(package) == pin.split("==")[1], f"{package}: .venv is stale, run make .venv"


def test_code_imports_only_what_the_image_has():
    runtime = {re.sub(r"[-_.]+", "-", name) for name in locked("requirements.lock")}
    owners = metadata.packages_distributions()
    strange = set()
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Import):
                    tops = {alias.name.split(".")[0] for alias in node.names}
                elif isinstance(node, ast.ImportFrom) and node.level == 0:
                    tops = {str(node.module).split(".")[0]}
                else:
                    continue
                for top in tops - set(ROOMS) - set(sys.stdlib_module_names):
                    if not {re.sub(r"[-_.]+", "-", owner).lower() for owner in owners.get(top, ())} & runtime:
                        strange.add(f"{path.relative_to(ROOT)}: {top}")
    assert not strange


def test_wheel_carries_every_text_and_page(tmp_path):
    """The Dockerfile's second step: no network, no build isolation."""
    (step,) = [rest for word, rest in stages()[0] if word == "RUN" and rest.startswith("pip wheel")]
    source, wheels = tmp_path / "src", tmp_path / "wheels"
    source.mkdir()
    copied_into(source)
    command = shlex.split(step.split("&&")[0].replace("/wheels", str(wheels)))
    done = subprocess.run(
        [sys.executable, "-m", *command, "--no-index", "--quiet"],
        cwd=source,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    (wheel,) = wheels.glob("evenfall-*.whl")
    inside = set(zipfile.ZipFile(wheel).namelist())
    wanted = {
        str(path.relative_to(source))
        for room in ROOMS
        for path in (source / room).rglob("*")
        if path.is_file() and not path.name.startswith(".") and path.suffix != ".md"
    }
    assert wanted - inside == set()
    assert {name.split("/")[0] for name in inside if ".dist-info" not in name} == set(ROOMS)


@pytest.mark.skipif(
    not os.environ.get("CI"), reason="downloads everything again (half a minute): set CI=true to run it"
)
def test_image_builds(tmp_path):
    """The build stage's own RUN lines, word for word, in a directory instead of an image."""
    image, source, home = tmp_path / "image", tmp_path / "src", tmp_path / "evenfall"
    subprocess.run([sys.executable, "-m", "venv", image], check=True, timeout=60)
    source.mkdir()
    copied_into(source)
    moved = {"/opt/evenfall": str(home), "/wheels": str(tmp_path / "wheels")}
    runs = [rest for word, rest in stages()[0] if word == "RUN"]
    assert len(runs) == 2
    for line in runs:
        command = re.sub("|".join(moved), lambda found: moved[found[0]], line)
        env = os.environ | {"PATH": f"{image / 'bin'}:{os.environ['PATH']}", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
        done = subprocess.run(["sh", "-ec", command], cwd=source, env=env, capture_output=True, text=True, timeout=180)
        assert done.returncode == 0, done.stderr
    check = "import bot, dialogue, handlers, migrations, models, playground, scheduler; print(bot.__file__)"
    done = subprocess.run([home / "bin/python", "-c", check], cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(str(home))
    assert (home / "bin/evenfall").exists()
