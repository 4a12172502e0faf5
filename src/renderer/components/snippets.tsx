import { useState } from 'react';
import { messages } from '../lib/messages';
import { writeCurl, writeEnvironment, writePython } from '../lib/snippets';
import { CodeBlock } from './code-block';
import { Segmented } from './segmented';

type SnippetKind = 'curl' | 'python' | 'environment';

interface SnippetsProps {
  readonly baseUrl: string;
  readonly token: string;
  readonly model: string;
}

/** The same first call in the three forms people need. */
export function Snippets({ baseUrl, token, model }: SnippetsProps) {
  const [kind, setKind] = useState<SnippetKind>('curl');
  const words = messages.snippets;
  const code = { curl: writeCurl, python: writePython, environment: writeEnvironment }[kind]({
    baseUrl,
    token,
    model,
  });
  return (
    <div className="flex flex-col items-start gap-2">
      <Segmented
        label={words.label}
        value={kind}
        onChange={setKind}
        options={[
          { value: 'curl', label: words.curl },
          { value: 'python', label: words.python },
          { value: 'environment', label: words.environment },
        ]}
      />
      <div className="w-full">
        <CodeBlock code={code} what={words.what[kind]} label={words[kind]} />
      </div>
    </div>
  );
}
