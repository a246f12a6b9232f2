// Makes a fresh clone ready: npm packages, dist/, and QEMU. Run before the tests and the demo; silent and fast when nothing is missing. With --arm64-libraries
// also what a program for Arm64 Linux needs at run time (npm run bench counts ONNX Runtime with them).
// Plain Node.js without packages, since it installs them. Debian packages are installed only where that needs no password; otherwise the command is printed.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const QEMU = {
  name: 'QEMU', packages: ['qemu-system-arm', 'qemu-user'], without: 'networks can be compiled but not run on targets',
  isThere: () => ['qemu-system-arm', 'qemu-arm', 'qemu-aarch64'].every(hasProgram),
};
const ARM64_LIBRARIES = {
  name: 'the C and C++ library for Arm64', packages: ['libc6-arm64-cross', 'libstdc++6-arm64-cross'], without: 'ONNX Runtime for Arm64 cannot be run beside us',
  isThere: () => existsSync('/usr/aarch64-linux-gnu/lib/libstdc++.so.6'),
};

/** Whether what is installed differs from package-lock.json; optional packages of other platforms may be absent. */
export function isStale(lock, installed) {
  const here = installed.packages;
  const wanted = Object.entries(lock.packages).filter(([path]) => path !== '');
  return wanted.some(([path, entry]) => (here[path] === undefined ? entry.optional !== true : here[path].version !== entry.version));
}

/** The commands that install Debian packages here without asking anyone: [] where that is not possible. */
export function installCommands(packages, { isRoot, hasApt, hasSudo }) {
  if (!hasApt || !(isRoot || hasSudo)) return [];
  const prefix = isRoot ? [] : ['sudo', '-n'];
  return [[...prefix, 'apt-get', 'update'], [...prefix, 'apt-get', 'install', '-y', '--no-install-recommends', ...packages]];
}

function readJson(path) {
  return JSON.parse(readFileSync(join(ROOT, path), 'utf8'));
}

function say(text) {
  process.stderr.write(`setup: ${text}\n`);
}

/** Runs a command with its output on stderr; true when it succeeded. */
function run([command, ...args]) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return spawnSync(command, args, { cwd: ROOT, env, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' }).status === 0;
}

function hasProgram(name) {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => folder !== '' && existsSync(join(folder, name)));
}

function installPackages() {
  const installed = 'node_modules/.package-lock.json';
  if (existsSync(join(ROOT, installed)) && !isStale(readJson('package-lock.json'), readJson(installed))) return;
  say('npm ci');
  if (!run(['npm', 'ci'])) {
    say('npm ci failed: see above');
    process.exit(3);
  }
}

function install({ name, packages, without, isThere }) {
  if (isThere()) return;
  const isRoot = process.getuid?.() === 0;
  const hasSudo = !isRoot && hasProgram('sudo') && spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status === 0;
  const commands = installCommands(packages, { isRoot, hasApt: hasProgram('apt-get'), hasSudo });
  if (commands.length > 0) say(`installing ${packages.join(' and ')}`);
  for (const command of commands) run(command);
  if (!isThere()) say(`${name} is missing; ${without}. To install it: ${isRoot ? '' : 'sudo '}apt-get install ${packages.join(' ')}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  installPackages();
  if (!run([process.execPath, join(ROOT, 'scripts', 'build.mjs')])) process.exit(1);
  install(QEMU);
  if (process.argv.includes('--arm64-libraries')) install(ARM64_LIBRARIES);
}
