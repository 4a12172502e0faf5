import { Check, CircleDot, Eye, Square, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { ConfirmDialog } from '../../components/dialog';
import { MenuItem, MenuLine } from '../../components/menu';
import { formatCount } from '../../lib/format';
import { messages } from '../../lib/messages';
import { useRecordings } from '../../lib/use-recordings';
import { useSettings } from '../../lib/use-settings';
import { MenuNote, SubMenu, ToolbarMenu } from './toolbar-menu';
import { useFilter } from './use-filter';

const words = messages.recordings;
const RETENTIONS = [1, 7, 30, 90] as const;

/** Keeps the prompt and the answer of what comes next, for whoever wants to see what a tool really sends. */
export function RecordMenu() {
  const { loaded, update } = useSettings();
  const days = loaded.value?.recording_retention_days;
  const { state, isOn, recordNext, stopAll, clear } = useRecordings();
  const { ask } = useFilter();
  const [isClearing, setClearing] = useState(false);
  const count = state?.count ?? 0;
  return (
    <>
      <ToolbarMenu
        icon={<CircleDot aria-hidden />}
        label={isOn ? words.menuOn : words.menu}
        isOn={isOn}
        align="end"
      >
        <MenuNote>
          {words.lead} {days !== undefined && words.keptFor(days)}
        </MenuNote>
        <MenuItem onSelect={() => void recordNext(state?.next !== true)}>
          <CircleDot aria-hidden />
          {state?.next === true ? words.cancelNext : words.next}
        </MenuItem>
        {isOn && (
          <MenuItem onSelect={() => void stopAll()}>
            <Square aria-hidden />
            {words.stopAll}
          </MenuItem>
        )}
        <SubMenu label={words.keep}>
          {RETENTIONS.map((choice) => (
            <MenuItem key={choice} onSelect={() => void update({ recording_retention_days: choice })}>
              <span className="grow">{words.days(choice)}</span>
              {choice === days && <Check aria-hidden />}
            </MenuItem>
          ))}
        </SubMenu>
        {count > 0 && (
          <>
            <MenuLine />
            <MenuItem onSelect={() => ask('recorded:yes')}>
              <Eye aria-hidden />
              {words.showAll(formatCount(count))}
            </MenuItem>
            <MenuItem isDangerous onSelect={() => setClearing(true)}>
              <Trash2 aria-hidden />
              {words.deleteAll}
            </MenuItem>
          </>
        )}
      </ToolbarMenu>
      <ConfirmDialog
        open={isClearing}
        title={words.deleteAllTitle}
        consequence={words.deleteAllLead(count, words.size(state?.bytes ?? 0))}
        action={words.deleteAll}
        busy={false}
        error={null}
        onConfirm={() => void clear().then((isDone) => isDone && setClearing(false))}
        onCancel={() => setClearing(false)}
      />
    </>
  );
}
