import { Bookmark, BookmarkPlus, Trash2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import { toast } from 'sonner';
import type { SavedViews } from '../../../shared/ipc/views';
import { Button } from '../../components/button';
import { Dialog, DialogBody, DialogFooter } from '../../components/dialog';
import { Field, TextInput } from '../../components/field';
import { MenuItem, MenuLine } from '../../components/menu';
import { useApp } from '../../lib/app-context';
import { messages } from '../../lib/messages';
import { settle } from '../../lib/settle';
import { MenuNote, SubMenu, ToolbarMenu } from './toolbar-menu';
import { useFilter } from './use-filter';

const words = messages.requests;
const READY: SavedViews = [
  { name: words.readyViews.failed, query: 'status:error' },
  { name: words.readyViews.slow, query: 'time>10s' },
  { name: words.readyViews.paid, query: 'cost>0' },
  { name: words.readyViews.fellBack, query: 'fallback:yes' },
  { name: words.readyViews.recorded, query: 'recorded:yes' },
];

/** Filters with a name: some that are always there, and one's own. */
export function ViewMenu() {
  const { filter, ask } = useFilter();
  const { views, put } = useViews();
  const [isSaving, setSaving] = useState(false);

  async function remove(name: string): Promise<void> {
    const before = views;
    if (!(await put(views.filter((view) => view.name !== name)))) return;
    toast(words.viewRemoved(name), {
      action: { label: messages.actions.undo, onClick: () => void put(before) },
    });
  }

  return (
    <>
      <ToolbarMenu icon={<Bookmark aria-hidden />} label={words.views}>
        {READY.map((view) => (
          <ViewItem key={view.query} view={view} onChoose={ask} />
        ))}
        {views.length > 0 && (
          <>
            <MenuLine />
            <MenuNote>{words.savedViews}</MenuNote>
            {views.map((view) => (
              <ViewItem key={view.name} view={view} onChoose={ask} />
            ))}
          </>
        )}
        <MenuLine />
        <MenuItem disabled={filter.query === ''} onSelect={() => setSaving(true)}>
          <BookmarkPlus aria-hidden />
          {words.saveView}
        </MenuItem>
        {views.length > 0 && (
          <SubMenu label={words.removeView}>
            {views.map(({ name }) => (
              <MenuItem key={name} onSelect={() => void remove(name)}>
                <Trash2 aria-hidden />
                {name}
              </MenuItem>
            ))}
          </SubMenu>
        )}
      </ToolbarMenu>
      <SaveViewDialog
        query={isSaving ? filter.query : null}
        onSave={(view) => void put([...views.filter(({ name }) => name !== view.name), view])}
        onClose={() => setSaving(false)}
      />
    </>
  );
}

function ViewItem(props: { readonly view: SavedViews[number]; readonly onChoose: (query: string) => void }) {
  const { name, query } = props.view;
  return (
    <MenuItem onSelect={() => props.onChoose(query)}>
      <span className="grow truncate">{name}</span>
      <span className="mono max-w-32 truncate text-label text-faint">{query}</span>
    </MenuItem>
  );
}

function useViews() {
  const { bridge } = useApp();
  const [views, setViews] = useState<SavedViews>([]);
  useEffect(() => {
    void settle(bridge.views.get()).then((result) => {
      if (result.ok) setViews(result.value);
    });
  }, [bridge]);

  async function put(next: SavedViews): Promise<boolean> {
    const result = await settle(bridge.views.set([...next]));
    if (result.ok) setViews(result.value);
    else toast.error(words.viewsNotSaved);
    return result.ok;
  }

  return { views, put };
}

interface SaveViewDialogProps {
  /** `null`: closed. */
  readonly query: string | null;
  readonly onSave: (view: SavedViews[number]) => void;
  readonly onClose: () => void;
}

function SaveViewDialog({ query, onSave, onClose }: SaveViewDialogProps) {
  const [name, setName] = useState('');
  const isNamed = name.trim() !== '';

  function save(): void {
    if (query === null || !isNamed) return;
    onSave({ name: name.trim(), query });
    toast(words.viewSaved(name.trim()));
    setName('');
    onClose();
  }

  return (
    <Dialog open={query !== null} onClose={onClose} title={words.saveView} description={words.saveViewLead}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <DialogBody>
          <code className="mono selectable truncate rounded-md bg-panel px-3 py-2 text-table">{query}</code>
          <Field label={words.viewName}>
            {(ids) => (
              <TextInput
                {...ids}
                autoFocus
                maxLength={60}
                value={name}
                onChange={(event) => setName(event.target.value)}
              />
            )}
          </Field>
        </DialogBody>
        <DialogFooter>
          <Button onClick={onClose}>{messages.actions.cancel}</Button>
          <Button type="submit" variant="primary" disabled={!isNamed}>
            {messages.actions.save}
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}
