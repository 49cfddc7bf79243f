import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

/** What the calendar says of a day. */
export interface SaidOfDay {
  readonly day: string;
  readonly isWorking: boolean;
  readonly note: string;
}

/** A day that is worked or off, other than its weekday says, or the same on the record. */
@Entity('calendar_day')
@Check('ck_calendar_day_day', `day BETWEEN '1900-01-01' AND '2200-12-31'`)
export class CalendarDay {
  @PrimaryColumn('date')
  day: string;

  @Column('boolean')
  isWorking: boolean;

  @Column('text', { default: '' })
  note: string;
}
