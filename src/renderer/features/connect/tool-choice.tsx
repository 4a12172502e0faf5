import { clsx } from 'clsx';
import { CodeBlock } from '../../components/code-block';
import { CopyIcon } from '../../components/copy-button';
import { Note } from '../../components/notes';
import { messages } from '../../lib/messages';
import { type SnippetInput, TOKEN_PLACE } from '../../lib/snippets';
import { TOOL_GROUPS, TOOLS, type ToolField, type ToolId } from './tools';

const words = messages.connectPage;

interface ToolChoiceProps {
  readonly tool: ToolId;
  readonly onTool: (tool: ToolId) => void;
  readonly input: SnippetInput;
  readonly hasToken: boolean;
}

/** Where each tool asks for the three things, with them already in place. */
export function ToolChoice({ tool, onTool, input, hasToken }: ToolChoiceProps) {
  return (
    <section className="card grid min-h-[300px] grid-cols-[196px_minmax(0,1fr)]" aria-label={words.tools}>
      <div className="flex flex-col gap-2 border-line border-r p-2">
        {TOOL_GROUPS.map((group) => (
          <fieldset key={group.id} className="flex flex-col">
            <legend className="px-2 py-1 text-label text-muted">{words.groups[group.id]}</legend>
            {group.tools.map((id) => (
              <button
                key={id}
                type="button"
                aria-pressed={id === tool}
                onClick={() => onTool(id)}
                className={clsx(
                  'h-7 truncate rounded-md px-2 text-left transition-colors duration-[120ms]',
                  id === tool ? 'bg-accent-soft font-medium' : 'text-muted hover:bg-hover hover:text-text',
                )}
              >
                {words.names[id]}
              </button>
            ))}
          </fieldset>
        ))}
      </div>
      <Setup tool={tool} input={input} hasToken={hasToken} />
    </section>
  );
}

function Setup({ tool, input, hasToken }: Omit<ToolChoiceProps, 'onTool'>) {
  const setup = TOOLS[tool];
  return (
    <div className="flex min-w-0 flex-col gap-3 p-4">
      <div>
        <h2 className="font-semibold">{words.names[tool]}</h2>
        <p className="text-muted">{words.where[tool]}</p>
      </div>
      {setup.kind === 'text' ? (
        <CodeBlock code={setup.write(input)} what={setup.what} label={words.names[tool]} />
      ) : (
        <>
          <dl className="divide-y divide-line rounded-md border border-line">
            {setup.list(input).map((field) => (
              <FieldLine key={field.label} field={field} />
            ))}
          </dl>
          {setup.note !== null && <Note tone="warn">{setup.note}</Note>}
        </>
      )}
      {!hasToken && <p className="text-table text-muted">{words.placeholder}</p>}
    </div>
  );
}

function FieldLine({ field: { label, value, what } }: { readonly field: ToolField }) {
  const isPlace = value === TOKEN_PLACE;
  return (
    <div className="flex h-9 items-center gap-3 pr-1.5 pl-3">
      <dt className="w-44 shrink-0 text-muted">{label}</dt>
      <dd className="flex min-w-0 grow items-center gap-2">
        <span
          className={clsx('selectable min-w-0 truncate', what !== null && 'mono', isPlace && 'text-faint')}
        >
          {value}
        </span>
        {what !== null && !isPlace && <CopyIcon text={value} what={what} className="ml-auto" />}
      </dd>
    </div>
  );
}
