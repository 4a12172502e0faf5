import { startApp } from '../../test/support/app.ts';
import { APP, startConfiguredApp } from '../configured-app.ts';
import { type Contestant, startBareElectron, startBareNode, startPeer } from '../contestants.ts';
import { askOnce } from '../first-answer.ts';
import { withHome } from '../home.ts';
import { median } from '../statistics.ts';
import { alignColumns } from '../table.ts';
import type { Alone } from './alone.ts';

export interface StartRow {
  /** Milliseconds from starting the process to the end of its first answer; the median of the starts. */
  readonly firstAnswerMs: Readonly<Record<string, number>>;
}

/** The app starts as on every day but its first: with its data, hidden, the vault unlocked by a passphrase. */
export function measureStart(parts: Alone): Promise<StartRow> {
  const { providerPort, peerDir, sizes } = parts;
  return withHome(async (home) => {
    const starters = [
      () => startBareNode(providerPort),
      () => startBareElectron(providerPort),
      await prepareApp(home, providerPort),
      ...(peerDir === null ? [] : [() => startPeer(peerDir, providerPort)]),
    ];
    const times: Record<string, number[]> = {};
    for (let round = 0; round < sizes.starts; round++) {
      for (const start of starters) {
        const { name, ms } = await timeStart(start);
        times[name] = [...(times[name] ?? []), ms];
      }
    }
    return {
      firstAnswerMs: Object.fromEntries(Object.entries(times).map(([name, all]) => [name, median(all)])),
    };
  });
}

async function prepareApp(home: string, providerPort: number): Promise<() => Promise<Contestant>> {
  const { app, target } = await startConfiguredApp(providerPort, { home });
  await app.close();
  return async () => {
    const started = await startApp({ home, port: app.port });
    return { target: { ...target, name: APP }, close: started.close };
  };
}

async function timeStart(start: () => Promise<Contestant>): Promise<{ name: string; ms: number }> {
  const began = performance.now();
  const { target, close } = await start();
  try {
    await askOnce(target);
    return { name: target.name, ms: performance.now() - began };
  } finally {
    await close();
  }
}

export function describeStart({ firstAnswerMs }: StartRow): readonly string[] {
  const rows = Object.entries(firstAnswerMs).map(([name, value]) => [name, value.toFixed(0)]);
  return alignColumns([['', 'start to first answer, ms'], ...rows]);
}
