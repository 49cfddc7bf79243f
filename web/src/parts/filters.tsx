import { Input, Select } from 'antd';
import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { DayInput } from './day-input';
import { useUrlParameters } from './url-parameters';

/** The filters of a list, in a row above it. */
export function Filters({ children }: { readonly children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <div className="filters" role="group" aria-label={t('table.filters')}>
      {children}
    </div>
  );
}

interface Props {
  /** Of the parameter, in the address and for the service. */
  readonly name: string;
  readonly label: string;
}

/** A day. */
export function DateFilter({ name, label }: Props) {
  const { get, set } = useUrlParameters();
  const id = useId();
  return (
    <label htmlFor={id}>
      {label}
      <DayInput
        id={id}
        value={get(name)}
        onChange={(day) => {
          set({ [name]: day, cursor: undefined });
        }}
      />
    </label>
  );
}

/** Words; they count when Enter is pressed or the field is left. */
export function TextFilter({ name, label }: Props) {
  const { get, set } = useUrlParameters();
  const id = useId();
  const given = get(name) ?? '';
  const apply = (value: string): void => {
    if (value !== given) set({ [name]: value.trim(), cursor: undefined });
  };
  return (
    <label htmlFor={id}>
      {label}
      <Input
        key={given}
        id={id}
        defaultValue={given}
        maxLength={100}
        allowClear
        onPressEnter={({ currentTarget }) => {
          apply(currentTarget.value);
        }}
        onBlur={({ currentTarget }) => {
          apply(currentTarget.value);
        }}
      />
    </label>
  );
}

interface ChoiceProps extends Props {
  readonly choices: readonly { readonly value: string; readonly label: string }[];
  /** What counts where nothing is chosen; absent: all of them. */
  readonly otherwise?: string;
}

/** One of a few. */
export function ChoiceFilter({ name, label, choices, otherwise }: ChoiceProps) {
  const { get, set } = useUrlParameters();
  const id = useId();
  return (
    <label htmlFor={id}>
      {label}
      <Select
        id={id}
        value={get(name) ?? otherwise ?? null}
        options={[...choices]}
        allowClear={otherwise === undefined}
        popupMatchSelectWidth={false}
        onChange={(value: string | null | undefined) => {
          set({ [name]: value ?? undefined, cursor: undefined });
        }}
      />
    </label>
  );
}
