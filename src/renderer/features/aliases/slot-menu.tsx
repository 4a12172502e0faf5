import { ArrowDown, ArrowUp, Check, KeyRound, Plus, Power, Trash2 } from 'lucide-react';
import type { Alias, AliasSlot } from '../../../shared/domain/alias';
import type { ProviderKey } from '../../../shared/domain/key';
import { MenuItem, MenuLine, RowMenu } from '../../components/menu';
import { useApp, useResource } from '../../lib/app-context';
import { messages } from '../../lib/messages';
import { moveSlot } from './change-alias';

const words = messages.aliases;

interface SlotMenuProps {
  readonly alias: Alias;
  readonly index: number;
  readonly label: string;
  readonly onChange: (slots: readonly AliasSlot[], said: string) => void;
  /** Where the slot waits for a key. */
  readonly onAddKey?: (() => void) | undefined;
}

/** Everything that can be done to one slot, from the keyboard too. */
export function SlotMenu({ alias, index, label, onChange, onAddKey }: SlotMenuProps) {
  const { slots } = alias;
  const slot = slots[index];
  if (slot === undefined) return null;
  const isOn = slot.enabled !== false;
  const move = (to: number) => {
    const moved = moveSlot(slots, index, to);
    if (moved !== null) onChange(moved, words.said.order(alias.id));
  };
  const replace = (next: AliasSlot, said: string) => onChange(slots.with(index, next), said);
  return (
    <RowMenu label={words.slotMenu(label)}>
      {onAddKey !== undefined && (
        <>
          <MenuItem onSelect={onAddKey}>
            <Plus aria-hidden />
            {messages.actions.addKey}
          </MenuItem>
          <MenuLine />
        </>
      )}
      <MenuItem disabled={index === 0} onSelect={() => move(index - 1)}>
        <ArrowUp aria-hidden />
        {words.slot.moveUp}
      </MenuItem>
      <MenuItem disabled={index === slots.length - 1} onSelect={() => move(index + 1)}>
        <ArrowDown aria-hidden />
        {words.slot.moveDown}
      </MenuItem>
      <MenuItem
        onSelect={() =>
          replace({ ...slot, enabled: !isOn }, isOn ? words.said.slotOff(label) : words.said.slotOn(label))
        }
      >
        <Power aria-hidden />
        {isOn ? words.slot.turnOff : words.slot.turnOn}
      </MenuItem>
      <KeyItems
        slot={slot}
        isOwned={alias.id.startsWith('client:')}
        onChoose={(next) => replace(next, words.said.slotKey(label))}
      />
      <MenuLine />
      <MenuItem
        isDangerous
        disabled={slots.length === 1}
        onSelect={() => onChange(slots.toSpliced(index, 1), words.said.slotRemoved(label))}
      >
        <Trash2 aria-hidden />
        {slots.length === 1 ? words.slot.lastOne : words.slot.remove}
      </MenuItem>
    </RowMenu>
  );
}

interface KeyItemsProps {
  readonly slot: AliasSlot;
  /** Each slot of a workspace's own alias names a key. */
  readonly isOwned: boolean;
  readonly onChoose: (slot: AliasSlot) => void;
}

/** Which key serves the slot; nothing where there is no choice. */
function KeyItems({ slot, isOwned, onChoose }: KeyItemsProps) {
  const { replica } = useApp();
  const keys = (useResource(replica.keys).value ?? []).filter(
    (key) => key.provider_name === slot.provider && (!isOwned || key.workspace_id !== null),
  );
  if (keys.length < 2 && slot.key_id === undefined) return null;
  const { key_id: chosen, ...anyKey } = slot;
  const mark = (isChosen: boolean) => (isChosen ? <Check aria-hidden /> : <KeyRound aria-hidden />);
  return (
    <>
      <MenuLine />
      {!isOwned && (
        <MenuItem onSelect={() => onChoose(anyKey)}>
          {mark(chosen === undefined)}
          {words.slot.anyKey}
        </MenuItem>
      )}
      {keys.map((key: ProviderKey) => (
        <MenuItem key={key.id} onSelect={() => onChoose({ ...anyKey, key_id: key.id })}>
          {mark(chosen === key.id)}
          {words.slot.onlyKey(key.key_label)}
        </MenuItem>
      ))}
    </>
  );
}
