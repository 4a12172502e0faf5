import { Copy, Pencil, Play, RotateCcw, SlidersHorizontal, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { toast } from 'sonner';
import type { Alias } from '../../../shared/domain/alias';
import { Button } from '../../components/button';
import { CopyIcon } from '../../components/copy-button';
import { MenuItem, MenuLine, RowMenu } from '../../components/menu';
import { formatDuration } from '../../lib/format';
import { messages } from '../../lib/messages';
import { AliasFormDialog } from './alias-form-dialog';
import { TemperDialog } from './temper-dialog';
import { TestRunDialog } from './test-run-dialog';
import { type AliasChange, useAliasChange } from './use-alias-change';

const words = messages.aliases;

interface AliasHeaderProps {
  readonly alias: Alias;
  readonly onTested: () => void;
  readonly onOpenRequest: (id: string) => void;
  readonly onChoose: (id: string) => void;
}

type OpenDialog = 'test' | 'temper' | 'rename' | 'duplicate';

/** What the alias is for, how it behaves, and everything that can be done to it as a whole. */
export function AliasHeader({ alias, onTested, onOpenRequest, onChoose }: AliasHeaderProps) {
  const [shown, setShown] = useState<OpenDialog | null>(null);
  const close = () => setShown(null);
  return (
    <>
      <header className="flex items-start gap-2">
        <div className="min-w-0 grow">
          <h2 className="flex items-center gap-1 text-title font-semibold">
            <span className="selectable truncate">{alias.id}</span>
            <CopyIcon text={alias.id} what={messages.things.alias} />
          </h2>
          <p className="text-muted">{alias.description}</p>
        </div>
        <Button onClick={() => setShown('test')}>
          <Play aria-hidden />
          {words.test.open}
        </Button>
        <AliasMenu alias={alias} onOpen={setShown} />
      </header>
      <TemperList alias={alias} />
      <TestRunDialog
        open={shown === 'test'}
        aliasId={alias.id}
        onClose={close}
        onTested={onTested}
        onOpenRequest={onOpenRequest}
      />
      <TemperDialog open={shown === 'temper'} alias={alias} onClose={close} />
      <AliasFormDialog
        target={shown === 'rename' || shown === 'duplicate' ? { kind: shown, alias } : null}
        onClose={close}
        onDone={onChoose}
      />
    </>
  );
}

interface AliasMenuProps {
  readonly alias: Alias;
  readonly onOpen: (dialog: OpenDialog) => void;
}

function AliasMenu({ alias, onOpen }: AliasMenuProps) {
  const change = useAliasChange();
  const apply = (wanted: AliasChange) =>
    void change(wanted).then((refusal) => {
      if (refusal !== null) toast.error(refusal.message);
    });
  const restored = { ...alias, custom: false };
  return (
    <RowMenu label={words.menu(alias.id)}>
      <MenuItem onSelect={() => onOpen('temper')}>
        <SlidersHorizontal aria-hidden />
        {words.behaviour}
      </MenuItem>
      <MenuItem onSelect={() => onOpen('duplicate')}>
        <Copy aria-hidden />
        {words.duplicate}
      </MenuItem>
      {alias.built_in ? (
        <MenuItem
          disabled={!alias.custom}
          onSelect={() => apply({ from: alias, to: restored, said: words.said.restored(alias.id) })}
        >
          <RotateCcw aria-hidden />
          {words.restore}
        </MenuItem>
      ) : (
        <>
          <MenuItem onSelect={() => onOpen('rename')}>
            <Pencil aria-hidden />
            {words.rename}
          </MenuItem>
          <MenuLine />
          <MenuItem
            isDangerous
            onSelect={() => apply({ from: alias, to: null, said: words.said.deleted(alias.id) })}
          >
            <Trash2 aria-hidden />
            {words.delete}
          </MenuItem>
        </>
      )}
    </RowMenu>
  );
}

function TemperList({ alias }: { readonly alias: Alias }) {
  return (
    <dl className="card flex divide-x divide-line [&>div]:grow">
      <Temper label={words.streams} hint={words.streamsHint} value={words.safety[alias.stream_safety]} />
      <Temper
        label={words.patience}
        hint={words.patienceHint}
        value={alias.patience_ms === 0 ? words.noPatience : formatDuration(alias.patience_ms)}
      />
      <Temper
        label={words.firstToken}
        hint={words.firstTokenHint}
        value={formatDuration(alias.first_token_ms)}
      />
      <Temper label={words.attempts} hint={words.attemptsHint} value={String(alias.max_attempts)} />
      <Temper
        label={words.refusals}
        hint={words.refusalsHint}
        value={alias.route_around_refusals ? words.refusal.around : words.refusal.end}
      />
    </dl>
  );
}

interface TemperProps {
  readonly label: string;
  readonly hint: string;
  readonly value: string;
}

function Temper(props: TemperProps) {
  return (
    <div className="min-w-0 px-3 py-2" title={props.hint}>
      <dt className="truncate text-label text-muted">{props.label}</dt>
      <dd className="truncate text-table tabular-nums">{props.value}</dd>
    </div>
  );
}
