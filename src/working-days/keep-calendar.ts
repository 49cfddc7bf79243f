import type { EntityManager } from 'typeorm';
import type { RecordedContent } from '../audit';
import type { WorkCalendar } from '../calendar';
import { CalendarDay, type SaidOfDay } from './calendar-day.entity';

/** Says of days whether they are worked; what was said of them before is replaced. */
export async function keepDays(tx: EntityManager, days: readonly SaidOfDay[]): Promise<void> {
  await tx.upsert(CalendarDay, [...days], ['day']);
}

/** The days of a year of which the calendar says something, in order. */
export const daysOf = (tx: EntityManager, year: number): Promise<CalendarDay[]> =>
  tx
    .createQueryBuilder(CalendarDay, 'day')
    .where('extract(year FROM day.day) = :year', { year })
    .orderBy('day.day')
    .getMany();

/** The whole calendar, for counting with it. */
export async function readCalendar(tx: EntityManager): Promise<WorkCalendar> {
  const days = await tx.find(CalendarDay);
  return new Map(days.map(({ day, isWorking }) => [day, isWorking]));
}

/** What the calendar says of days, as the trail hashes it. */
export const calendarContent = (days: readonly Pick<SaidOfDay, 'day'>[]): RecordedContent => ({
  id: days.map(({ day }) => day),
  sql: `SELECT jsonb_object_agg(c.day, to_jsonb(c)) AS content FROM fund.calendar_day c
         WHERE c.day = ANY ($1::date[]) HAVING count(*) > 0`,
});
