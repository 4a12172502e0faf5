import { APP, startConfiguredApp } from './configured-app.ts';
import { askOnce } from './first-answer.ts';
import type { Target } from './jobs.ts';
import { forkWithPort, startElectronProxy } from './processes.ts';

export const DIRECT = 'direct';
export const BARE_NODE = 'bare in Node';
export const BARE_ELECTRON = 'bare in Electron';
export const PEER = 'Portkey';

export interface Contestant {
  readonly target: Target;
  close(): Promise<void>;
}

/** Where the peer was installed to; `null` when it cannot be had. */
export type PeerDir = string | null;

interface Parts {
  readonly providerPort: number;
  readonly peerDir: PeerDir;
}

/** The peer is started once to see whether it serves here; the bench can do without it. */
export async function findPeer(folder: string | undefined, providerPort: number): Promise<PeerFound> {
  if (!folder) return { dir: null, reason: 'it is not installed' };
  try {
    const { target, close } = await startPeer(folder, providerPort);
    await askOnce(target).finally(close);
    return { dir: folder };
  } catch (error) {
    return { dir: null, reason: error instanceof Error ? error.message : 'it does not serve' };
  }
}

type PeerFound = { readonly dir: string } | { readonly dir: null; readonly reason: string };

/** How each is started, in the order of the tables. The provider itself is the first. */
export function contestantsOf({ providerPort, peerDir }: Parts): readonly (() => Promise<Contestant>)[] {
  const provider = async () => ({ target: plain(DIRECT, providerPort), close: async () => undefined });
  const all = [
    provider,
    () => startBareNode(providerPort),
    () => startBareElectron(providerPort),
    () => startSpiderGate(providerPort),
  ];
  return peerDir === null ? all : [...all, () => startPeer(peerDir, providerPort)];
}

export async function startBareNode(providerPort: number): Promise<Contestant> {
  const { port, close } = await forkWithPort('bare-proxy/node.mjs', [String(providerPort)]);
  return { target: plain(BARE_NODE, port), close };
}

export async function startBareElectron(providerPort: number): Promise<Contestant> {
  const { port, close } = await startElectronProxy(providerPort);
  return { target: plain(BARE_ELECTRON, port), close };
}

async function startSpiderGate(providerPort: number): Promise<Contestant> {
  const { app, target } = await startConfiguredApp(providerPort);
  return { target: { ...target, name: APP }, close: app.close };
}

/** Told by headers where to send a request, as its own clients do. */
export async function startPeer(peerDir: string, providerPort: number): Promise<Contestant> {
  const { port, close } = await forkWithPort('peer/run.mjs', [peerDir]);
  const headers = {
    'x-portkey-provider': 'openai',
    'x-portkey-custom-host': `http://127.0.0.1:${providerPort}/v1`,
  };
  return { target: { ...plain(PEER, port), headers }, close };
}

function plain(name: string, port: number): Target {
  return { name, origin: `http://127.0.0.1:${port}`, token: 'bench', model: 'bench-model' };
}
