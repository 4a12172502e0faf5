import { type FormEvent, useState } from 'react';
import type { Alias } from '../../../shared/domain/alias';
import type { ApiError } from '../../../shared/domain/event';
import { aliasId } from '../../../shared/ipc/aliases';
import { Button } from '../../components/button';
import { Combobox } from '../../components/combobox';
import { Dialog, DialogBody, DialogFooter } from '../../components/dialog';
import { Field, TextInput } from '../../components/field';
import { ErrorNote, Note } from '../../components/notes';
import { useApp, useResource } from '../../lib/app-context';
import { messages } from '../../lib/messages';
import { useAliasChange } from './use-alias-change';

const words = messages.aliases;

export type AliasFormTarget =
  /** A new one; `alias` is whose chain is offered first. */
  { readonly kind: 'duplicate' | 'rename'; readonly alias: Alias };

interface AliasFormDialogProps {
  readonly target: AliasFormTarget | null;
  readonly onClose: () => void;
  /** With the id it has now. */
  readonly onDone: (id: string) => void;
}

/** A new alias with the chain of another one, or another name for one of the user's own. */
export function AliasFormDialog({ target, onClose, onDone }: AliasFormDialogProps) {
  const isRename = target?.kind === 'rename';
  return (
    <Dialog
      open={target !== null}
      onClose={onClose}
      title={isRename ? words.form.renameTitle(target.alias.id) : words.form.createTitle}
      description={isRename ? words.form.renameLead : words.form.createLead}
    >
      {target !== null && <AliasForm target={target} onClose={onClose} onDone={onDone} />}
    </Dialog>
  );
}

interface AliasFormProps extends Omit<AliasFormDialogProps, 'target'> {
  readonly target: AliasFormTarget;
}

function AliasForm({ target, onClose, onDone }: AliasFormProps) {
  const { replica } = useApp();
  const aliases = useResource(replica.aliases).value ?? [];
  const isRename = target.kind === 'rename';
  const [id, setId] = useState(isRename ? target.alias.id : '');
  const [sourceId, setSourceId] = useState(target.alias.id);
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const [failure, setFailure] = useState<ApiError | null>(null);
  const [isBusy, setBusy] = useState(false);
  const change = useAliasChange();

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    const wanted = id.trim();
    const source = aliases.find((alias) => alias.id === sourceId) ?? target.alias;
    const wrong = check(wanted, aliases, isRename ? target.alias.id : null);
    setProblem(wrong);
    if (wrong !== undefined) return;
    setBusy(true);
    const to = { ...source, id: wanted, description: '', custom: true, built_in: false };
    const from = isRename ? target.alias : null;
    const said = from === null ? words.said.created(wanted) : words.said.renamed(from.id, wanted);
    const refusal = await change({ from, to, said });
    setBusy(false);
    if (refusal?.param === 'id') return setProblem(refusal.message);
    if (refusal !== null) return setFailure(refusal);
    onClose();
    onDone(wanted);
  }

  return (
    <form onSubmit={(event) => void submit(event)} className="flex min-h-0 flex-col">
      <DialogBody>
        <Field label={words.form.id} hint={words.form.idHint} error={problem}>
          {(ids) => (
            <TextInput
              {...ids}
              autoFocus
              className="mono"
              placeholder={words.form.idPlaceholder}
              value={id}
              onChange={(event) => setId(event.target.value)}
            />
          )}
        </Field>
        {isRename ? (
          <TokensNamed aliasId={target.alias.id} />
        ) : (
          <Field label={words.form.from}>
            {(ids) => (
              <Combobox
                {...ids}
                value={sourceId}
                onChange={setSourceId}
                placeholder={words.search}
                options={aliases.map((alias) => ({
                  value: alias.id,
                  label: alias.id,
                  detail: alias.description,
                }))}
              />
            )}
          </Field>
        )}
        <ErrorNote error={failure} />
      </DialogBody>
      <DialogFooter>
        <Button onClick={onClose}>{messages.actions.cancel}</Button>
        <Button type="submit" variant="primary" busy={isBusy}>
          {isRename ? words.form.renameAction : words.form.createAction}
        </Button>
      </DialogFooter>
    </form>
  );
}

/** Tokens that are allowed this very name lose what they may ask for. */
function TokensNamed({ aliasId: id }: { readonly aliasId: string }) {
  const { replica } = useApp();
  const tokens = useResource(replica.agentTokens).value ?? [];
  const named = tokens.filter((token) => token.allowed_models.includes(id)).map(({ name }) => name);
  return named.length === 0 ? null : <Note tone="warn">{words.form.tokensNamed(named)}</Note>;
}

function check(id: string, aliases: readonly Alias[], own: string | null): string | undefined {
  if (id === '') return messages.errors.required;
  const parsed = aliasId.safeParse(id);
  if (!parsed.success) return parsed.error.issues[0]?.message;
  return id !== own && aliases.some((alias) => alias.id === id) ? words.form.taken(id) : undefined;
}
