import { createWriteStream } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { app, dialog } from 'electron';

/** Asks where, and writes it there. False: the person changed their mind. */
export async function saveFile(suggestedName: string, content: string | Uint8Array): Promise<boolean> {
  const file = await askWhere(suggestedName);
  if (file !== null) await writeFile(file, content, { mode: 0o600 });
  return file !== null;
}

/** The same for what is made while it is written. Half of a file is none. */
export async function savePieces(suggestedName: string, pieces: AsyncIterable<string>): Promise<boolean> {
  const file = await askWhere(suggestedName);
  if (file === null) return false;
  try {
    await pipeline(pieces, createWriteStream(file, { mode: 0o600 }));
  } catch (failure) {
    await rm(file, { force: true });
    throw failure;
  }
  return true;
}

async function askWhere(suggestedName: string): Promise<string | null> {
  const { canceled, filePath } = await dialog.showSaveDialog({
    defaultPath: path.join(app.getPath('downloads'), suggestedName),
  });
  return canceled || !filePath ? null : filePath;
}
