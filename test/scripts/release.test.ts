import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { root } from '../assets.ts';

const VERSION = '9.8.7';
const has = (program: string, ...args: readonly string[]): boolean => spawnSync(program, args).status === 0;
const ready = has('gpg', '--version') && has('npm', 'sbom', '--help');
if (!ready) process.stderr.write('gpg or npm 10 is missing: scripts/release was NOT tried\n');

/** In a clone of its own, with keys that nobody trusts. */
describe.runIf(ready)('scripts/release', { timeout: 60_000 }, () => {
  let folder: string;
  let clone: string;
  let key: string;
  const env = (): NodeJS.ProcessEnv => ({
    ...process.env,
    ...{ GNUPGHOME: join(folder, 'gnupg'), HOME: folder, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' },
    ...{ GIT_AUTHOR_NAME: 'T', GIT_AUTHOR_EMAIL: 't@example.org', GIT_COMMITTER_NAME: 'T', GIT_COMMITTER_EMAIL: 't@example.org' },
  });
  const run = (program: string, ...args: readonly string[]) => {
    const { status, stdout, stderr } = spawnSync(program, args, { cwd: clone, env: env(), encoding: 'utf8' });
    return { status, said: `${stdout}${stderr}` };
  };
  const well = (program: string, ...args: readonly string[]): string => {
    const { status, said } = run(program, ...args);
    expect({ status, said }).toMatchObject({ status: 0 });
    return said;
  };
  const release = (...args: readonly string[]) => run(join(clone, 'scripts/release'), ...args);

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'moodbox-release-'));
    clone = join(folder, 'clone');
    mkdirSync(clone);
    mkdirSync(join(folder, 'gnupg'), { mode: 0o700 });
    mkdirSync(join(clone, 'scripts/lib'), { recursive: true });
    // What a release is made from; the whole repository would add nothing but time.
    for (const name of ['scripts/release', 'scripts/lib/sign.sh', 'package.json', 'package-lock.json', 'CHANGELOG.md', '.gitignore'])
      writeFileSync(join(clone, name), readFileSync(join(root, name)), { mode: name === 'scripts/release' ? 0o755 : 0o644 });
    well('git', 'init', '-q');
    well('git', 'add', '-A');
    well('git', 'commit', '-qm', 'all: begin');
    well(
      'gpg',
      '--batch',
      '--pinentry-mode',
      'loopback',
      '--passphrase',
      '',
      '--quick-generate-key',
      'Test <t@example.org>',
      'ed25519',
      'sign',
      '1d',
    );
    key = /^fpr:+(\w+):/m.exec(well('gpg', '--list-secret-keys', '--with-colons'))?.[1] ?? '';
    well('ssh-keygen', '-q', '-t', 'ed25519', '-N', '', '-f', join(folder, 'key'));
  });
  afterAll(() => {
    spawnSync('gpgconf', ['--kill', 'all'], { env: env() });
    rmSync(folder, { recursive: true });
  });

  test.each([
    [['--key', 'x'], /usage:/],
    [[VERSION], /usage:/],
    [['--key', 'x', 'soon'], /'soon' is no version/],
    [['--key', 'x', VERSION], /package\.json has another version/],
  ])('refuses %j', (args, sentence) => {
    const { status, said } = release(...args);
    expect([status !== 0, said]).toEqual([true, expect.stringMatching(sentence)]);
    expect(well('git', 'tag')).toBe('');
  });

  test('wants a section in the changelog and nothing that is not committed', () => {
    writeFileSync(
      join(clone, 'package.json'),
      readFileSync(join(clone, 'package.json'), 'utf8').replace(/"version": "[^"]+"/, `"version": "${VERSION}"`),
    );
    expect(release('--key', key, VERSION).said).toMatch(/no section '## 9\.8\.7'/);
    writeFileSync(join(clone, 'CHANGELOG.md'), `# Changelog\n\n## ${VERSION}\n`);
    expect(release('--key', key, VERSION).said).toMatch(/not committed/);
    well('git', 'commit', '-qam', 'all: a release');
  });

  test('leaves no tag behind if the key is not there', () => {
    expect(release('--key', 'nobody@example.org', VERSION)).toMatchObject({
      status: 1,
      said: expect.stringMatching(/could not be signed/),
    });
    expect(well('git', 'tag')).toBe('');
  });

  test('signs the tag and the checksums with gpg, and lists what moodbox runs with', () => {
    well(join(clone, 'scripts/release'), '--key', key, VERSION);
    expect(well('git', 'verify-tag', `v${VERSION}`)).toMatch(/Good signature from "Test/);
    const to = join(clone, 'release', VERSION);
    expect(readdirSync(to).sort()).toEqual(['SHA256SUMS', 'SHA256SUMS.asc', `moodbox-${VERSION}.cdx.json`, `moodbox-${VERSION}.tar.gz`]);
    expect(well('gpg', '--verify', join(to, 'SHA256SUMS.asc'), join(to, 'SHA256SUMS'))).toMatch(/Good signature/);
    expect(well('sh', '-c', `cd '${to}' && sha256sum -c SHA256SUMS`)).toMatch(/cdx\.json: OK/);
    const { bomFormat, components } = JSON.parse(readFileSync(join(to, `moodbox-${VERSION}.cdx.json`), 'utf8'));
    expect([bomFormat, components.some(({ name }: { readonly name: string }) => name === 'mqtt')]).toEqual(['CycloneDX', true]);
    expect(components.some(({ name }: { readonly name: string }) => name === 'vitest')).toBe(false);
    expect(release('--key', key, VERSION).said).toMatch(/tag v9\.8\.7 already/);
  });

  test('or with an SSH key', () => {
    well('git', 'tag', '-d', `v${VERSION}`);
    const to = join(folder, 'by-ssh');
    well(join(clone, 'scripts/release'), '--key', join(folder, 'key'), '--to', to, VERSION);
    const signers = join(folder, 'signers');
    writeFileSync(signers, `t@example.org ${readFileSync(join(folder, 'key.pub'), 'utf8')}`);
    const verify = `ssh-keygen -Y verify -f '${signers}' -I t@example.org -n file -s '${to}/SHA256SUMS.sig' <'${to}/SHA256SUMS'`;
    expect(well('sh', '-c', verify)).toMatch(/Good "file" signature/);
    expect(well('git', '-c', `gpg.ssh.allowedSignersFile=${signers}`, 'verify-tag', `v${VERSION}`)).toMatch(/Good "git" signature/);
    expect(existsSync(join(to, 'SHA256SUMS.asc'))).toBe(false);
  });
});
