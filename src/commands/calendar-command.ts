import { readFile } from 'node:fs/promises';
import { recordChange } from '../audit';
import type { FundDatabase } from '../database';
import { inTransaction } from '../platform/database/transaction';
import { calendarContent, keepDays, parseCalendarFile } from '../working-days';
import { refusalOnRecord } from './refusal-on-record';

/** What an import took, for the caller to print. */
export interface CalendarImport {
  readonly days: number;
  readonly working: number;
  readonly off: number;
}

/**
 * Takes a calendar from a file: all of it, or nothing.
 *
 * @param by who does it; stands in the audit trail
 * @throws DomainError CALENDAR_FILE_INVALID with every row that is wrong
 */
export async function importCalendar(
  database: FundDatabase,
  file: string,
  by: string,
): Promise<CalendarImport> {
  const bytes = await readFile(file);
  const event = { action: 'calendar.import', person: by, subject: 'calendar' };
  return refusalOnRecord(
    database,
    () => event,
    async () => {
      const days = parseCalendarFile(bytes);
      const working = days.filter(({ isWorking }) => isWorking).length;
      const result = { days: days.length, working, off: days.length - working };
      await inTransaction(database.dataSource, (tx) =>
        recordChange(tx, calendarContent(days), { ...event, content: { days } }, () =>
          keepDays(tx, days),
        ),
      );
      return result;
    },
  );
}
