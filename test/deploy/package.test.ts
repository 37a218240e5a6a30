import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { configOf } from '../../src/cli/command.ts';
import { clip, root } from '../assets.ts';

const read = (name: string): string => readFileSync(join(root, name), 'utf8');
type Component = { readonly name: string; readonly version: string; readonly purl: string; readonly licenses?: readonly unknown[] };
type Bill = {
  readonly specVersion: string;
  readonly metadata: { readonly component: Component };
  readonly components: readonly Component[];
};
const units = readdirSync(join(root, 'deploy/systemd')).filter((name) => /\.(service|timer|path|socket)$/.test(name));

describe('the Debian package', () => {
  test('has the version of package.json', () => {
    expect(read('debian/changelog')).toMatch(new RegExp(`^moodbox \\(${JSON.parse(read('package.json')).version}\\) `));
  });

  test('brings a configuration without mistakes, whose page is open to the house', () => {
    const config = configOf(join(root, 'debian/moodbox.yaml'), {});
    expect([config.web.host, config.state.dir]).toEqual(['0.0.0.0', '/var/lib/moodbox']);
  });

  test('depends on the programs that scripts/start installs', () => {
    const needed = /^NEEDED=\((.*)\)$/m.exec(read('scripts/lib/packages.sh'))?.[1]?.split(' ') ?? [];
    // Every Debian has util-linux.
    const asked = needed.filter((name) => name !== 'util-linux').map((name) => ` ${name},`);
    expect(asked.length).toBeGreaterThan(3);
    expect(read('debian/control').split('\n')).toEqual(expect.arrayContaining([' ca-certificates,', ...asked]));
  });

  test('recommends what scripts/start installs where Debian has it, and the image has it', () => {
    const welcome = /^WELCOME=\((.*)\)$/m.exec(read('scripts/lib/packages.sh'))?.[1]?.split(' ') ?? [];
    const recommended = /^Recommends:\n((?: .*\n)+)/m.exec(read('debian/control'))?.[1]?.split(/[\s,|]+/);
    expect(welcome.length).toBeGreaterThan(0);
    expect(recommended).toEqual(expect.arrayContaining(welcome));
    expect(read('scripts/image/packages').split('\n')).toEqual(expect.arrayContaining(welcome));
  });

  test('starts the units that have something to be started by', () => {
    const started = units.filter((name) => /^\[Install\]$/m.test(read(`deploy/systemd/${name}`)));
    const rule = /\tdh_installsystemd (.*)$/m.exec(read('debian/rules'))?.[1]?.split(' ') ?? [];
    expect(rule.sort()).toEqual(started.sort());
  });

  test('takes every unit of scripts/install-service away when it takes over', () => {
    const script = read('debian/moodbox.postinst');
    for (const name of units) expect(script).toContain(name);
  });
});

describe.runIf(existsSync(join(root, 'dist/cli/main.js')) && process.platform === 'linux')(
  'what the package holds',
  { timeout: 120_000 },
  () => {
    let folder: string;
    const architecture = process.arch === 'x64' ? 'amd64' : 'arm64';
    const home = () => join(folder, 'usr/lib/moodbox');
    const find = (...args: readonly string[]) =>
      spawnSync('find', [folder, ...args], { encoding: 'utf8' })
        .stdout.split('\n')
        .filter(Boolean);
    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), 'moodbox-package-'));
      const staged = spawnSync('debian/stage', [folder, architecture], { cwd: root, encoding: 'utf8' });
      expect(staged).toMatchObject({ status: 0, stderr: '' });
    }, 120_000);
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    const moodbox = (...args: readonly string[]) => spawnSync(join(folder, 'usr/bin/moodbox'), args, { encoding: 'utf8', cwd: '/' });

    test('runs from there: it sees, and reads a face', () => {
      expect(moodbox('--version').stdout.trim()).toBe(JSON.parse(read('package.json')).version);
      const { status, stdout } = moodbox('perceive', clip(), '--fps', '1');
      expect(status).toBe(0);
      expect(stdout).toMatch(/happy|neutral|surprise/);
    });

    test('is complete for every command', () => {
      for (const name of ['run', 'evaluate', 'simulate', 'doctor', 'history', 'config', 'pin', 'venue', 'compose', 'update-ytdlp'])
        expect(moodbox(name, '--help')).toMatchObject({ status: 0, stderr: '' });
      expect(moodbox('config', '--config', join(root, 'debian/moodbox.yaml')).status).toBe(0);
    });

    test('is for one machine, and without what only builds', () => {
      const libraries = find('-path', '*onnxruntime-node/bin/*', '-name', '*.so*');
      expect(libraries.length).toBeGreaterThan(0);
      expect(libraries.filter((path) => !path.includes(`/linux/${process.arch}/`))).toEqual([]);
      expect(find('-name', '*.ts', '-o', '-name', '*.cc', '-o', '-name', '*.map', '-o', '-name', 'obj.target')).toEqual([]);
    });

    test("keeps every module's licence", () => {
      const licences = readdirSync(join(folder, 'usr/share/doc/moodbox/licences'));
      expect(licences).toEqual(
        expect.arrayContaining([expect.stringMatching(/^express\./), expect.stringMatching(/^@u4_opencv4nodejs\./)]),
      );
    });

    test('has a bill of materials of every module in it, each once', () => {
      const told = spawnSync('node', ['scripts/lib/bill.mjs', home(), 'moodbox', '1.2.3', architecture], { cwd: root, encoding: 'utf8' });
      const { specVersion, metadata, components } = JSON.parse(told.stdout) as Bill;
      expect([specVersion, metadata.component.purl]).toEqual(['1.5', `pkg:deb/moodbox/moodbox@1.2.3?arch=${architecture}`]);
      const inside = find('-path', '*/node_modules/*', '-name', 'package.json')
        .map((path) => JSON.parse(readFileSync(path, 'utf8')) as { readonly name?: string; readonly version?: string })
        .flatMap(({ name, version }) => (name && version ? [`${name} ${version}`] : []));
      const named = components.map(({ name, version }) => `${name} ${version}`);
      expect(new Set(named)).toEqual(new Set(inside));
      expect(named).toEqual([...new Set(named)]);
      expect(components.filter(({ licenses }) => licenses === undefined).map(({ name }) => name)).toEqual([]);
    });

    test('names no place of the other installation', () => {
      const placed = readdirSync(join(folder, 'usr/lib/systemd/system'));
      expect(placed.sort()).toEqual([...units].sort());
      for (const name of placed)
        expect(readFileSync(join(folder, 'usr/lib/systemd/system', name), 'utf8')).not.toMatch(/\/opt\/|install-service/);
    });

    test('runs and documents nothing that is not in it', () => {
      for (const name of units) {
        const unit = readFileSync(join(folder, 'usr/lib/systemd/system', name), 'utf8');
        for (const [, path] of unit.matchAll(/(?:Documentation=file:\/\/|ExecStart=-?)(\/\S+)/g))
          expect(existsSync(join(folder, path ?? ''))).toBe(true);
      }
      expect(find('-xtype', 'l')).toEqual([]);
      expect(existsSync(home())).toBe(true);
    });
  },
);
