import { type Calendar, createCalendar } from '../../shared/time/calendar';
import type { Storage } from '../storage/types';
import type { SettingsService } from './types';

interface ZoneParts {
  readonly settings: SettingsService;
  readonly storage: { readonly log: Pick<Storage['log'], 'setTimeZone'> };
}

/** The calendar in the time zone of the settings, which the log counts by too. */
export function followTimeZone({ settings, storage }: ZoneParts): {
  readonly calendar: Calendar;
  readonly endZone: () => void;
} {
  const calendar = createCalendar();
  const follow = (zone: string | null) => {
    calendar.use(zone);
    storage.log.setTimeZone(zone);
  };
  follow(settings.get().time_zone);
  return { calendar, endZone: settings.onChange(({ time_zone: zone }) => follow(zone)) };
}
