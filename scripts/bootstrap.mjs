// First file that any npm script of Throughline runs. Plain JavaScript that Node 16 and later can parse:
// it runs BEFORE the project's own Node 24 exists. No imports outside node:.
//   node scripts/bootstrap.mjs                       make sure that dependencies and Node are there, then exit
//   node scripts/bootstrap.mjs scripts/start.ts ...  the same, then run that file under the project's Node
//   node scripts/bootstrap.mjs vitest run            the same, with the command of an installed package
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const modules = join(root, 'node_modules');
const bin = join(modules, '.bin');
const lockfile = join(root, 'package-lock.json');
const stamp = join(modules, '.throughline-install');
const mutex = join(root, '.bootstrap-lock');
const win = process.platform === 'win32';
const MIN = [22, 18];

const say = (text) => process.stderr.write(`[bootstrap] ${text}\n`);
const die = (text) => {
  say(text);
  process.exit(1);
};
const newEnough = (version) => {
  const [major, minor] = version.replace(/^v/, '').split('.').map(Number);
  return major > MIN[0] || (major === MIN[0] && minor >= MIN[1]);
};

// What decides an install: the lockfile's content, the platform, and nothing else (times lie after clone, copy and cache restore).
function wanted() {
  return createHash('sha256').update(readFileSync(lockfile)).update(`${process.platform}-${process.arch}`).digest('hex');
}

// An install by hand (`npm install`, `npm ci`) leaves no stamp of ours. npm writes its own record last of all, so a record
// that names every package of the lockfile stands for a whole install, and a missing one for an install that was cut off.
function npmSaysComplete() {
  const have = JSON.parse(readFileSync(join(modules, '.package-lock.json'), 'utf8')).packages;
  const want = JSON.parse(readFileSync(lockfile, 'utf8')).packages;
  return Object.entries(want).every(([path, one]) => path === '' || (have[path] ? have[path].integrity === one.integrity : one.optional));
}

// Neither stamp nor record knows of a folder that was deleted since.
function foldersAreThere() {
  const want = JSON.parse(readFileSync(lockfile, 'utf8')).packages;
  return Object.entries(want).every(([path, one]) => one.optional || existsSync(join(root, path)));
}

function installed(want) {
  if (!foldersAreThere()) return false;
  try {
    if (readFileSync(stamp, 'utf8') === want) return true;
  } catch {
    // No stamp yet.
  }
  try {
    if (!npmSaysComplete()) return false;
  } catch {
    return false;
  }
  try {
    writeFileSync(stamp, want);
  } catch {
    // Where nothing may be written a whole install is whole all the same.
  }
  return true;
}

function alive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** The lock of a process that is gone, or that died between making the folder and signing it, is nobody's. */
function abandoned() {
  try {
    const owner = Number(readFileSync(join(mutex, 'pid'), 'utf8'));
    if (owner) return !alive(owner);
  } catch {
    // Not signed yet.
  }
  try {
    return Date.now() - statSync(mutex).mtimeMs > 5_000;
  } catch {
    return false;
  }
}

function takeMutex() {
  try {
    mkdirSync(mutex);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    return die(`cannot write to ${root} (${error.code}): dependencies are installed there, so copy the folder to a place you may write to`);
  }
}

function withMutex(work) {
  const until = Date.now() + 10 * 60_000;
  for (let told = false; !takeMutex(); told = true) {
    if (abandoned()) {
      rmSync(mutex, { recursive: true, force: true });
      continue;
    }
    if (Date.now() > until) die(`another install holds ${mutex}; remove it when none is running`);
    if (!told) say('another process is installing, waiting for it');
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300);
  }
  try {
    writeFileSync(join(mutex, 'pid'), String(process.pid));
    work();
  } finally {
    rmSync(mutex, { recursive: true, force: true });
  }
}

// `npm start -s`, `--prefix`, `--omit` and the like reach us as npm_config_*: those that change an install must not leak into it.
const LEAKS =
  /^npm_config_(omit|include|only|production|global|prefix|local_prefix|dry_run|ignore_scripts|package_lock_only|workspaces?|loglevel)$/i;

function npm(args) {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !LEAKS.test(name)));
  // Never run npm under node_modules/.bin/node: `npm ci` deletes that file.
  env.PATH = (env.PATH ?? env.Path ?? '')
    .split(delimiter)
    .filter((path) => path !== bin)
    .join(delimiter);
  const cli = process.env.npm_execpath;
  const outside = process.env.npm_node_execpath;
  const node = outside && !outside.startsWith(modules) ? outside : process.execPath;
  const options = { cwd: root, env, stdio: ['ignore', 2, 2] };
  if (cli && cli.endsWith('npm-cli.js')) return spawnSync(node, [cli, ...args], options);
  return spawnSync(win ? 'npm.cmd' : 'npm', args, { ...options, shell: win });
}

function install() {
  const want = wanted();
  if (installed(want)) return; // The one we waited for did it.
  const began = Date.now();
  say(
    existsSync(modules)
      ? 'the install is unfinished or of another lockfile, installing anew ...'
      : 'installing dependencies (first start) ...'
  );
  rmSync(stamp, { force: true });
  // --include: NODE_ENV=production or omit=dev in the user's settings would leave out the build tools or the Node binary.
  const wholly = ['--include=dev', '--include=optional', '--ignore-scripts=false'];
  const done = npm(['ci', ...wholly, '--no-audit', '--no-fund', '--loglevel=error']);
  if (done.error || done.status !== 0) {
    die(`npm ci failed (${done.error ? done.error.message : `exit ${done.status}`}); its message stands above`);
  }
  writeFileSync(stamp, want);
  say(`installed in ${Math.round((Date.now() - began) / 1000)} s`);
}

function localNode() {
  const exe = join(modules, 'node', 'bin', win ? 'node.exe' : 'node');
  for (const candidate of [exe, process.execPath]) {
    if (!existsSync(candidate)) continue;
    const answer = spawnSync(candidate, ['-p', 'process.versions.node'], { encoding: 'utf8' });
    if (answer.status === 0 && newEnough(answer.stdout.trim())) return candidate;
  }
  return die(
    `Throughline needs Node ${MIN.join('.')} or newer: this is ${process.version}, and the one from the package "node" is not there ` +
      `(install scripts switched off, or no build for ${process.platform}-${process.arch}); install Node 24 and try again`
  );
}

function command(name) {
  const link = join(bin, name);
  if (!win && existsSync(link)) return realpathSync(link);
  try {
    // Windows: .bin holds shell shims, so take the script from the package of the same name.
    const pkg = JSON.parse(readFileSync(join(modules, name, 'package.json'), 'utf8'));
    return join(modules, name, typeof pkg.bin === 'string' ? pkg.bin : pkg.bin[name]);
  } catch {
    return die(`no command ${name} in node_modules`);
  }
}

function run(file, rest) {
  // A flag of Node's may stand before the file.
  const target = /^--|[./\\]/.test(file) ? file : command(file);
  const env = {
    // What Node has made of a file is kept: a start reads more than a thousand, of which a third of its time is making them.
    NODE_COMPILE_CACHE: join(modules, '.cache', 'node'),
    ...process.env,
    PATH: [join(modules, 'node', 'bin'), bin, process.env.PATH ?? ''].join(delimiter)
  };
  const child = spawn(localNode(), [target, ...rest], { stdio: 'inherit', env });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  // npm hands SIGTERM to its shell only, and the shell dies without passing it on: follow when the parent goes.
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) child.kill('SIGTERM');
  }, 500).unref();
  child.on('error', (error) => die(error.message));
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)));
}

if (!existsSync(lockfile)) die('package-lock.json is missing: take the whole repository');
if (!installed(wanted())) withMutex(install);
const [file, ...rest] = process.argv.slice(2);
if (file) run(file, rest);
else localNode();
