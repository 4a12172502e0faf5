import { messages } from '../../lib/messages';
import {
  type SnippetInput,
  writeAider,
  writeAiSdk,
  writeContinue,
  writeCurl,
  writeEnvironment,
  writeJavaScript,
  writeOpenCode,
  writePython,
} from '../../lib/snippets';

const words = messages.connectPage;

export type ToolId = keyof typeof words.names;

/** One line of a tool's settings, by the name it has there. */
export interface ToolField {
  readonly label: string;
  readonly value: string;
  /** What it is, as in "Copy address"; `null`: there is nothing to copy. */
  readonly what: string | null;
}

/** How a tool is told: by text for a file or a terminal, or by fields of its settings. */
export type ToolSetup =
  | { readonly kind: 'text'; readonly what: string; readonly write: (input: SnippetInput) => string }
  | {
      readonly kind: 'fields';
      readonly list: (input: SnippetInput) => readonly ToolField[];
      readonly note: string | null;
    };

export const TOOL_GROUPS: readonly {
  readonly id: keyof typeof words.groups;
  readonly tools: readonly ToolId[];
}[] = [
  { id: 'apps', tools: ['cline', 'continue', 'openCode', 'aider', 'cursor', 'other'] },
  { id: 'code', tools: ['python', 'javascript', 'aiSdk', 'curl', 'environment'] },
];

const { what } = messages.snippets;
const { fields } = words;

export const TOOLS: Readonly<Record<ToolId, ToolSetup>> = {
  python: { kind: 'text', what: what.python, write: writePython },
  javascript: { kind: 'text', what: what.python, write: writeJavaScript },
  aiSdk: { kind: 'text', what: what.python, write: writeAiSdk },
  curl: { kind: 'text', what: what.curl, write: writeCurl },
  environment: { kind: 'text', what: what.environment, write: writeEnvironment },
  continue: { kind: 'text', what: words.what.config, write: writeContinue },
  openCode: { kind: 'text', what: words.what.config, write: writeOpenCode },
  aider: { kind: 'text', what: words.what.commands, write: writeAider },
  cline: {
    kind: 'fields',
    note: null,
    list: (input) => [
      { label: fields.provider, value: fields.providerValue, what: null },
      ...listFields(input, { url: fields.baseUrl, key: fields.key, model: fields.modelId }),
    ],
  },
  cursor: {
    kind: 'fields',
    note: words.cursorNote,
    list: (input) => listFields(input, { url: fields.override, key: fields.openAiKey, model: fields.model }),
  },
  other: {
    kind: 'fields',
    note: null,
    list: (input) => listFields(input, { url: fields.baseUrl, key: fields.key, model: fields.model }),
  },
};

function listFields(
  { baseUrl, token, model }: SnippetInput,
  labels: { readonly url: string; readonly key: string; readonly model: string },
): readonly ToolField[] {
  return [
    { label: labels.url, value: baseUrl, what: messages.things.address },
    { label: labels.key, value: token, what: messages.things.token },
    { label: labels.model, value: model, what: words.what.name },
  ];
}

/** The first name of these that no token has yet. */
export function nameToken(tool: ToolId, taken: readonly string[]): string {
  const name = words.names[tool];
  if (!taken.includes(name)) return name;
  let number = 2;
  while (taken.includes(words.nameAgain(name, number))) number += 1;
  return words.nameAgain(name, number);
}
