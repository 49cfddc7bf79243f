import { DatePicker } from 'antd';
import dayjs from 'dayjs';

interface Props {
  readonly id?: string;
  /** `YYYY-MM-DD` */
  readonly value?: string | undefined;
  readonly onChange?: (day: string | undefined) => void;
}

/** A field for a day; also takes eight digits. */
export function DayInput({ id, value, onChange }: Props) {
  return (
    <DatePicker
      {...(id !== undefined && { id })}
      format={['YYYY-MM-DD', 'YYYYMMDD']}
      value={value === undefined ? null : dayjs(value)}
      onChange={(day) => onChange?.(day?.format('YYYY-MM-DD'))}
    />
  );
}
