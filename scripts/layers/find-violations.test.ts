import { describe, expect, test } from 'vitest';
import { findViolations } from './find-violations.mjs';

const messages = (file: string, source: string) =>
  findViolations(file, source).map(({ line, message }) => `${line}: ${message}`);

describe('findViolations', () => {
  test.each([
    ['main/gateway/pipeline.ts', "import { app } from 'electron';", 'main/gateway → electron'],
    ['main/gateway/engine/attempt.ts', "import { readFile } from 'fs/promises';", 'no Node here'],
    ['main/gateway/engine/attempt.ts', "import { Pool } from 'undici';", 'undici: not allowed'],
    ['main/gateway/engine/attempt.ts', "import { a } from '../auth/scopes';", 'this arrow does not exist'],
    [
      'main/gateway/engine/attempt.ts',
      "export * from '../../storage/database';",
      'this arrow does not exist',
    ],
    ['main/providers/groq.ts', "import { run } from '../gateway/pipeline';", 'types only'],
    ['main/services/keys.ts', "import { Vault } from '../vault/vault';", 'types only'],
    ['main/services/keys.ts', "import Database from 'better-sqlite3';", 'not allowed'],
    [
      'main/ipc/handlers/keys.ts',
      "const k = await import('../../storage/keys');",
      'this arrow does not exist',
    ],
    ['preload/index.ts', "import { contextBridge, shell } from 'electron';", 'not shell'],
    ['preload/index.ts', "import * as electron from 'electron';", 'only contextBridge'],
    ['renderer/features/keys/page.tsx', "import { x } from '../tokens/store';", 'keys → tokens'],
    ['renderer/app.tsx', "import path from 'node:path';", 'no Node here'],
    ['cli/run.ts', "import { bootstrap } from '../main/bootstrap';", 'this arrow does not exist'],
    ['cli/run.ts', "import type { Log } from '../main/log/types';", 'this arrow does not exist'],
    ['cli/run.ts', "import { app } from 'electron';", 'not allowed here'],
    ['elsewhere/x.ts', '', 'no folder'],
  ])('%s must not: %s', (file, source, expected) => {
    expect(messages(file, source).join('\n')).toContain(expected);
  });

  test.each([
    ['main/gateway/engine/attempt.ts', "import type { Clock } from '../ports';"],
    ['main/gateway/engine/attempt.ts', "import type { Slot } from '../task-router/types';"],
    ['main/gateway/pipeline.ts', "import { route } from './task-router/route';"],
    ['main/services/keys.ts', "import type { Vault } from '../vault/vault';"],
    [
      'main/bootstrap.ts',
      "import Database from 'better-sqlite3';\nimport { open } from './storage/database';",
    ],
    ['preload/index.ts', "import { contextBridge, ipcRenderer } from 'electron';"],
    ['renderer/features/keys/page.tsx', "import { Button } from '../../components/button';"],
    ['shared/ipc/keys.ts', "import { z } from 'zod';"],
    ['cli/run.ts', "import path from 'node:path';\nimport { z } from '../shared/ipc/keys';"],
  ])('%s may: %s', (file, source) => {
    expect(messages(file, source)).toEqual([]);
  });

  test('names the line of an import that spans lines and holds comments', () => {
    const source = "import { z } from 'zod';\nimport {\n  app, // the user's\n  Tray,\n} from 'electron';\n";
    expect(messages('shared/x.ts', source)).toEqual(['5: shared → electron: not allowed here']);
  });
});
