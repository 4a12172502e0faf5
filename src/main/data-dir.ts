import { chmodSync, mkdirSync, statSync } from 'node:fs';

const STICKY = 0o1000;

export type DataDirAnswer = { readonly ok: true } | { readonly ok: false; readonly message: string };

/** Makes the data dir, for its owner only, also where it existed with wider rights. */
export function prepareDataDir(dataDir: string): DataDirAnswer {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    if (isOurs(dataDir)) chmodSync(dataDir, 0o700);
    return { ok: true };
  } catch (failure) {
    const code = failure instanceof Error && 'code' in failure ? String(failure.code) : 'unknown error';
    return { ok: false, message: `cannot use ${dataDir} as data dir (${code})` };
  }
}

/** A shared folder such as /tmp is not ours to close; Windows inherits the rights of the user's own folder. */
function isOurs(dataDir: string): boolean {
  const { uid, mode } = statSync(dataDir);
  return process.platform !== 'win32' && uid === process.getuid?.() && (mode & STICKY) === 0;
}
