import { Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { amountInWords, parseAmount, withThousands } from './amount';

interface Props {
  readonly id?: string;
  /** Yuan with two decimals, or what was typed while that is no amount. */
  readonly value?: string;
  readonly onChange?: (value: string) => void;
  /** Says what the field is, where no label stands beside it. */
  readonly label?: string;
  /** Whether the amount stands in words below; not where a sum does. */
  readonly inWords?: boolean;
}

/** A field for an amount: takes what is typed or pasted, and shows it with commas and in words. */
export function MoneyInput({ id, value = '', onChange, label, inWords = true }: Props) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState<string>();
  return (
    <>
      <Input
        {...(id !== undefined && { id })}
        {...(label !== undefined && { 'aria-label': label })}
        className="money"
        inputMode="decimal"
        autoComplete="off"
        maxLength={30}
        suffix={t('field.yuan')}
        value={typed ?? withThousands(value)}
        onFocus={() => {
          setTyped(withThousands(value));
        }}
        onChange={({ target }) => {
          setTyped(target.value);
          onChange?.(parseAmount(target.value) ?? target.value);
        }}
        onBlur={() => {
          setTyped(undefined);
        }}
      />
      {inWords && (
        <div className="in-words" lang="zh-CN" aria-live="polite">
          {amountInWords(value)}
        </div>
      )}
    </>
  );
}
