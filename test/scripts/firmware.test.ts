import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { root } from '../assets.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'moodbox-firmware-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
});

function put(...files: readonly string[]): void {
  for (const file of files) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), file);
  }
}
const prune = (...named: readonly string[]) =>
  spawnSync('node', [join(root, 'scripts/image/firmware.mjs'), folder], { input: `${named.join('\n')}\n`, encoding: 'utf8' });
const left = (): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((each) => !each.isDirectory())
    .map((each) => join(each.parentPath, each.name).slice(folder.length + 1))
    .sort();

test('what drivers name stays, by its name or by a pattern, and nothing else does', () => {
  put(
    'rtw88/rtw8822c_fw.bin',
    'rtw88/rtw8822b_fw.bin',
    'brcm/brcmfmac1-pcie.Acme.txt',
    'brcm/brcmfmac1-sdio.bin',
    'intel/bluetooth.sfi',
    'a+b.bin',
    'aab.bin',
  );
  expect(prune('rtw88/rtw8822c_fw.bin', 'brcm/brcmfmac*-pcie.*.txt', 'a+b.bin', 'is/not-there.bin')).toMatchObject({
    status: 0,
    stderr: '',
  });
  expect(left()).toEqual(['a+b.bin', 'brcm/brcmfmac1-pcie.Acme.txt', 'rtw88/rtw8822c_fw.bin']);
  expect(existsSync(join(folder, 'intel'))).toBe(false);
});

test("of Intel's versions the newest stays that the driver takes", () => {
  put(
    'iwlwifi-so-a0-gf-a0-72.ucode',
    'iwlwifi-so-a0-gf-a0-86.ucode',
    'iwlwifi-so-a0-gf-a0-92.ucode',
    'iwlwifi-so-a0-gf-a0.pnvm',
    'iwlwifi-7260-17.ucode',
    'iwlwifi-cc-a0-100.ucode',
    'iwlwifi-cc-a0-77.ucode',
  );
  expect(
    prune('iwlwifi-so-a0-gf-a0-89.ucode', 'iwlwifi-so-a0-gf-a0.pnvm', 'iwlwifi-cc-a0-100.ucode', 'iwlwifi-bz-a0-hr-b0-93.ucode').status,
  ).toBe(0);
  expect(left()).toEqual(['iwlwifi-cc-a0-100.ucode', 'iwlwifi-so-a0-gf-a0-86.ucode', 'iwlwifi-so-a0-gf-a0.pnvm']);
});

test('what a link that is named leads to stays, and so does the law of the air', () => {
  put('cypress/cyfmac43455.bin', 'regulatory.db-debian', 'ath11k/WCN6855/hw2.0/amss.bin', 'ath11k/QCN9074/hw1.0/amss.bin');
  symlinkSync('/etc/alternatives/no-such-thing', join(folder, 'regulatory.db'));
  mkdirSync(join(folder, 'brcm'));
  symlinkSync('../cypress/cyfmac43455.bin', join(folder, 'brcm/brcmfmac43455-sdio.bin'));
  symlinkSync('hw2.0', join(folder, 'ath11k/WCN6855/hw2.1'));
  expect(prune('brcm/brcmfmac43455-sdio.bin', 'ath11k/WCN6855/hw2.1/*', 'ath11k/QCN9074/hw1.0/*').status).toBe(0);
  expect(left()).toEqual([
    'ath11k/WCN6855/hw2.0/amss.bin',
    'ath11k/WCN6855/hw2.1',
    'brcm/brcmfmac43455-sdio.bin',
    'cypress/cyfmac43455.bin',
    'regulatory.db',
    'regulatory.db-debian',
  ]);
});

test('firmware for graphics cards goes, for graphics in a processor it stays, and so does what nobody knew yet', () => {
  const inProcessors = [
    'raven_gpu.bin',
    'green_sardine_sdma.bin',
    'gc_11_0_1_me.bin',
    'psp_13_0_11_toc.bin',
    'dcn_3_1_4_dmcub.bin',
    'vcn_4_0_5.bin',
  ];
  const onCards = ['polaris10_ce.bin', 'navi21_sos.bin', 'gc_11_0_0_me.bin', 'psp_13_0_10_sos.bin', 'dcn_3_2_0_dmcub.bin', 'vcn_4_0_0.bin'];
  const named = [
    ...[...inProcessors, ...onCards, 'gc_99_0_0_me.bin'].map((file) => `amdgpu/${file}`),
    'radeon/PALM_me.bin',
    'radeon/TURKS_mc.bin',
  ];
  put(...named);
  expect(prune(...named).status).toBe(0);
  expect(left()).toEqual([...[...inProcessors, 'gc_99_0_0_me.bin'].map((file) => `amdgpu/${file}`), 'radeon/PALM_me.bin'].sort());
});

test('what the driver for sound by Intel asks for stays without being named, but for tablets', () => {
  put(
    'intel/sof/intel-signed/sof-adl.ri',
    'intel/sof/community/sof-adl.ri',
    'intel/sof-ipc4/mtl/sof-mtl.ri',
    'intel/sof-tplg/sof-hda-generic-2ch.tplg',
  );
  put(
    'intel/sof-tplg/sof-tgl-rt1011-rt5682.tplg',
    'intel/sof-ace-tplg/sof-hda-generic.tplg',
    'intel/bluetooth.sfi',
    'rtw88/rtw8822c_fw.bin',
  );
  symlinkSync('intel-signed/sof-adl.ri', join(folder, 'intel/sof/sof-adl.ri'));
  expect(prune('rtw88/rtw8822c_fw.bin').status).toBe(0);
  expect(left()).toEqual([
    'intel/sof-ace-tplg/sof-hda-generic.tplg',
    'intel/sof-ipc4/mtl/sof-mtl.ri',
    'intel/sof-tplg/sof-hda-generic-2ch.tplg',
    'intel/sof/intel-signed/sof-adl.ri',
    'intel/sof/sof-adl.ri',
    'rtw88/rtw8822c_fw.bin',
  ]);
});

test('a list that names nothing deletes nothing, and is refused', () => {
  put('rtw88/rtw8822c_fw.bin');
  expect(prune()).toMatchObject({ status: 1, stderr: expect.stringContaining('no driver names any file') });
  expect(prune('modinfo: ERROR: Module alias not found').status).toBe(1);
  expect(left()).toEqual(['rtw88/rtw8822c_fw.bin']);
});
