import { type ReactNode, useId } from 'react';
import { Button } from '../../components/button';
import { Combobox } from '../../components/combobox';
import { CopyIcon } from '../../components/copy-button';
import { ErrorNote } from '../../components/notes';
import { useApp, useResource } from '../../lib/app-context';
import { messages } from '../../lib/messages';
import type { NewToken } from '../../lib/use-new-token';
import { nameToken, type ToolId } from './tools';

const words = messages.connectPage;

interface NeedsProps {
  readonly baseUrl: string;
  readonly model: string;
  readonly onModel: (model: string) => void;
  readonly tool: ToolId;
  readonly newToken: NewToken;
  readonly onCreateWithLimits: () => void;
}

/** The three things every tool asks for, whatever it calls them. */
export function Needs({ baseUrl, model, onModel, tool, newToken, onCreateWithLimits }: NeedsProps) {
  return (
    <section className="card" aria-label={words.needs}>
      <div className="grid grid-cols-[12fr_11fr_9fr] divide-x divide-line @max-[680px]:grid-cols-1 @max-[680px]:divide-x-0 @max-[680px]:divide-y">
        <Need label={words.address} hint={words.addressHint}>
          <code className="mono control flex min-w-0 grow items-center">
            <span className="truncate">{baseUrl}</span>
          </code>
          <CopyIcon text={baseUrl} what={messages.things.address} />
        </Need>
        <Token tool={tool} newToken={newToken} onCreateWithLimits={onCreateWithLimits} />
        <Model model={model} onModel={onModel} />
      </div>
      {newToken.failure !== null && (
        <div className="border-line border-t p-3">
          <ErrorNote error={newToken.failure} />
        </div>
      )}
    </section>
  );
}

interface NeedProps {
  readonly label: string;
  readonly labelFor?: string;
  readonly hint: string;
  readonly children: ReactNode;
}

function Need({ label, labelFor, hint, children }: NeedProps) {
  return (
    <div className="flex min-w-0 flex-col gap-1.5 px-3 py-3">
      {labelFor === undefined ? (
        <h2 className="font-medium">{label}</h2>
      ) : (
        <label htmlFor={labelFor} className="font-medium">
          {label}
        </label>
      )}
      <div className="flex min-w-0 items-center gap-1.5">{children}</div>
      <p className="text-table text-muted">{hint}</p>
    </div>
  );
}

function Token({
  tool,
  newToken,
  onCreateWithLimits,
}: Pick<NeedsProps, 'tool' | 'newToken' | 'onCreateWithLimits'>) {
  const { replica } = useApp();
  const tokens = useResource(replica.agentTokens).value ?? [];
  const { created, isBusy, create } = newToken;
  const name = nameToken(
    tool,
    tokens.map((token) => token.name),
  );
  if (created === null) {
    return (
      <Need label={words.token} hint={words.tokenHint}>
        <Button variant="primary" busy={isBusy} onClick={() => void create(name)}>
          {words.create}
        </Button>
        <Button variant="quiet" onClick={onCreateWithLimits}>
          {words.withLimits}
        </Button>
      </Need>
    );
  }
  return (
    <Need label={words.token} hint={words.tokenOf(created.name)}>
      <code className="mono control flex min-w-0 grow items-center" data-testid="new-token">
        <span className="truncate">{created.token}</span>
      </code>
      <CopyIcon text={created.token} what={messages.things.token} />
      <Button busy={isBusy} onClick={() => void create(name)}>
        {words.createAnother}
      </Button>
    </Need>
  );
}

function Model({ model, onModel }: Pick<NeedsProps, 'model' | 'onModel'>) {
  const { replica } = useApp();
  const id = useId();
  const aliases = useResource(replica.aliases).value ?? [];
  const options = aliases.map((alias) => ({ value: alias.id, label: alias.id, detail: alias.description }));
  return (
    <Need label={words.model} labelFor={id} hint={words.modelHint}>
      <div className="min-w-0 grow">
        <Combobox
          id={id}
          value={model}
          onChange={onModel}
          options={options}
          placeholder={words.chooseModel}
        />
      </div>
      <CopyIcon text={model} what={words.what.name} />
    </Need>
  );
}
