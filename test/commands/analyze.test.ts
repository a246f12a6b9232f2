// quantune analyze as a person runs it: a ranked table, what mixed precision is predicted to reach, and refusals in words.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const MODEL = join(ROOT, 'examples/kws/model.onnx');
const DATA = join(ROOT, 'examples/kws/calibration.json');

function run(...args: readonly string[]): { status: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(ROOT, 'dist/cli.js'), ...args], { encoding: 'utf8' });
  return { status, stdout, stderr };
}

describe('analyze', () => {
  it('ranks the units by their share of the noise, and shows what float would buy', () => {
    const { status, stdout } = run('analyze', MODEL, '-c', DATA, '--samples', '12', '--metric-samples', '4', '--pareto');
    expect(status).toBe(0);
    const shares = [...stdout.matchAll(/(\d+\.\d) %\s+#/g)].map((m) => Number(m[1]));
    expect(shares.length).toBeGreaterThan(3);
    expect(shares).toEqual([...shares].sort((a, b) => b - a));
    expect(stdout).toMatch(/4 samples, 2 inferences of each/);
    expect(stdout).toMatch(/MACs in float\s+predicted SQNR/);
  });

  it('does without data, and says so', () => {
    const { status, stdout, stderr } = run('analyze', MODEL, '-c', 'none', '--input-range', '-250,30', '--metric-samples', '4');
    expect(status).toBe(0);
    expect(stdout).toMatch(/4 random inputs, no data/);
    expect(stderr).toMatch(/warning QT3510: \d+ of \d+ ranges are guessed/);
    expect(run('analyze', MODEL)).toMatchObject({ status: 2, stderr: expect.stringMatching(/QT3506/) });
    expect(run('analyze', MODEL, '-c', DATA, '--input-range', '0,1')).toMatchObject({ status: 2, stderr: expect.stringMatching(/QT6005.*--input-range/) });
    expect(run('analyze', MODEL, '-c', 'none', '--input-range', '1,0')).toMatchObject({ status: 2, stderr: expect.stringMatching(/smaller one first/) });
  });

  it('has an example in its help, and says what is wrong with a budget or a name', () => {
    expect(run('analyze', '--help').stdout).toMatch(/quantune analyze model\.onnx/);
    const compile = ['compile', MODEL, '-c', DATA, '-o', join(ROOT, 'build/never'), '--samples', '12', '--metric-samples', '4'];
    expect(run(...compile, '--precision', 'mixed')).toMatchObject({ status: 2, stderr: expect.stringMatching(/QT3603/) });
    expect(run(...compile, '--budget', 'sqnr=40dB')).toMatchObject({ status: 2, stderr: expect.stringMatching(/QT6005/) });
    expect(run(...compile, '--precision', 'mixed', '--budget', 'float-macs=5%', '--keep-float', 'conv2d_0')).toMatchObject({ status: 2, stderr: expect.stringMatching(/QT3602.*conv_2d_0/) });
    expect(run(...compile, '--precision', 'mixed', '--budget', 'float-macs=1%', '--budget', 'sqnr=70dB')).toMatchObject({ status: 1, stderr: expect.stringMatching(/QT3601.*nearest point/) });
  });

  it('keeps to the memory it is given, saying what it does without, or refuses naming the least that would do', () => {
    const args = ['analyze', MODEL, '-c', DATA, '--samples', '12', '--metric-samples', '4', '--threads', '8', '--json'];
    const { status, stdout, stderr } = run(...args, '--memory', '250MB');
    expect(status).toBe(0);
    expect(stderr).toMatch(/warning QT3511: 1 of 8 threads and 4 of 4 metric samples are used: about \d+ MB of memory/);
    expect(JSON.parse(stdout)).toMatchObject({ metricSamples: 4 });
    expect(Number(/"peakRssBytes": (\d+)/.exec(stdout)?.[1])).toBeLessThan(250 * 2 ** 20);
    expect(run(...args, '--memory', '50MB')).toMatchObject({ status: 1, stderr: expect.stringMatching(/QT3512: one thread and one metric sample need about \d+ MB/) });
    expect(run(...args, '--memory', 'much')).toMatchObject({ status: 2, stderr: expect.stringMatching(/512MB or 2GB/) });
  });

  it('says what is wrong with weights and labels', () => {
    const compile = ['compile', MODEL, '-c', DATA, '-o', join(ROOT, 'build/never'), '--samples', '12', '--metric-samples', '4', '--precision', 'mixed', '--budget', 'float-macs=5%', '--allocator', 'quantunev2'];
    expect(run(...compile, '--metric-weights', '0.5,0.5')).toMatchObject({ status: 2, stderr: expect.stringMatching(/QT3604.*2 weights/) });
    expect(run(...compile, '--metric-weights', '1,1,0,0')).toMatchObject({ status: 2, stderr: expect.stringMatching(/QT3604.*sum to 2/) });
  });
});
