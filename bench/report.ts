import type { Memory } from './memory.ts';
import { type Spread, spreadOf } from './statistics.ts';

/** The goal of issue 2: added p50 of the app against added p50 of the bare proxy. */
const GOAL_ADDED_P50_RATIO = 2.5;

export interface Measured {
  readonly latency: Readonly<Record<string, readonly number[]>>;
  readonly firstToken: Readonly<Record<string, readonly number[]>>;
  readonly perSecond: Readonly<Record<string, number>>;
  readonly memory: { readonly idle: Memory | null; readonly afterLoad: Memory | null };
}

export interface TargetReport {
  readonly name: string;
  readonly latency: Spread;
  readonly addedP50: number;
  readonly addedP99: number;
  readonly addedFirstToken: number;
  readonly perSecond: number;
}

export interface Report {
  readonly targets: readonly TargetReport[];
  readonly ratios: {
    readonly addedP50: number;
    readonly addedP99: number;
    readonly addedFirstToken: number;
    readonly perSecond: number;
  };
  readonly goal: { readonly addedP50Ratio: number; readonly met: boolean };
  readonly memory: Measured['memory'];
}

/** `direct`, `bare proxy` and `app` must have been measured; ratios are app against bare proxy. */
export function makeReport(measured: Measured): Report {
  const direct = spreadOf(measured.latency.direct ?? []);
  const directFirst = spreadOf(measured.firstToken.direct ?? []).p50;
  const targets = Object.entries(measured.latency).map(([name, samples]) => {
    const latency = spreadOf(samples);
    return {
      name,
      latency,
      addedP50: latency.p50 - direct.p50,
      addedP99: latency.p99 - direct.p99,
      addedFirstToken: spreadOf(measured.firstToken[name] ?? []).p50 - directFirst,
      perSecond: measured.perSecond[name] ?? Number.NaN,
    };
  });
  const bare = targets.find(({ name }) => name === 'bare proxy');
  const app = targets.find(({ name }) => name === 'app');
  if (!bare || !app) throw new Error('the app or the bare proxy was not measured');
  const ratios = {
    addedP50: app.addedP50 / bare.addedP50,
    addedP99: app.addedP99 / bare.addedP99,
    addedFirstToken: app.addedFirstToken / bare.addedFirstToken,
    perSecond: app.perSecond / bare.perSecond,
  };
  const goal = { addedP50Ratio: GOAL_ADDED_P50_RATIO, met: ratios.addedP50 <= GOAL_ADDED_P50_RATIO };
  return { targets, ratios, goal, memory: measured.memory };
}

export function printReport(report: Report): string {
  const head = ['', 'p50 ms', 'p99 ms', 'added p50', 'added p99', 'added 1st token', 'req/s at 32'];
  const rows = report.targets.map((target) => [
    target.name,
    ...[target.latency.p50, target.latency.p99, target.addedP50, target.addedP99, target.addedFirstToken].map(
      ms,
    ),
    target.perSecond.toFixed(0),
  ]);
  const { addedP50, addedP99, addedFirstToken, perSecond } = report.ratios;
  const ratios = ['app : bare proxy', '', '', ...[addedP50, addedP99, addedFirstToken, perSecond].map(times)];
  const verdict = report.goal.met ? 'met' : 'MISSED';
  return [
    ...alignColumns([head, ...rows, ratios]),
    '',
    `goal: added p50 at most ${report.goal.addedP50Ratio} times the bare proxy's: ${verdict} (${times(addedP50)})`,
    `memory of the app, all processes: idle ${describeMemory(report.memory.idle)}; after the load ${describeMemory(report.memory.afterLoad)}`,
  ].join('\n');
}

function ms(value: number): string {
  return value.toFixed(3);
}

function times(value: number): string {
  return `${value.toFixed(2)}×`;
}

function describeMemory(memory: Memory | null): string {
  if (!memory) return '–';
  const pss = memory.pssMb === null ? '' : `, ${memory.pssMb.toFixed(0)} MB with shared pages counted once`;
  return `${memory.rssMb.toFixed(0)} MB resident in ${memory.processes} processes${pss}`;
}

function alignColumns(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  return rows.map((row) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  '),
  );
}
