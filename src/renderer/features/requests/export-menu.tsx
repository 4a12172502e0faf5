import { Download } from 'lucide-react';
import { toast } from 'sonner';
import { MenuItem } from '../../components/menu';
import { useApp } from '../../lib/app-context';
import { messages } from '../../lib/messages';
import { toLogFilters } from '../../lib/request-query';
import { settle } from '../../lib/settle';
import { MenuNote, ToolbarMenu } from './toolbar-menu';
import { useFilter } from './use-filter';

const words = messages.requests;
const FORMATS = ['csv', 'jsonl'] as const;

export function ExportMenu() {
  const { bridge } = useApp();
  const { filter } = useFilter();

  async function save(format: (typeof FORMATS)[number]): Promise<void> {
    const result = await settle(bridge.requests.export({ ...toLogFilters(filter), format }));
    if (!result.ok) toast.error(result.error.message);
    else if (result.value) toast(words.exported);
  }

  return (
    <ToolbarMenu icon={<Download aria-hidden />} label={words.export} align="end">
      <MenuNote>{words.exportLead}</MenuNote>
      {FORMATS.map((format) => (
        <MenuItem key={format} onSelect={() => void save(format)}>
          {words.exportAs[format]}
        </MenuItem>
      ))}
    </ToolbarMenu>
  );
}
