import { Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { parseAmount } from './amount';
import { DayInput } from './day-input';

type FieldName = string | readonly (string | number)[];

interface Props {
  readonly name: FieldName;
  readonly label: string;
  readonly help?: string;
  readonly example?: string;
  readonly longest?: number;
  readonly isOptional?: boolean;
  readonly pattern?: RegExp;
  /** What is said where the pattern does not fit. */
  readonly otherwise?: string;
}

/** One line of text in a form. */
export function TextField(props: Props) {
  const { name, label, help, example, longest = 200, isOptional = false } = props;
  const { pattern, otherwise = '' } = props;
  const { t } = useTranslation();
  return (
    <Form.Item
      name={typeof name === 'string' ? name : [...name]}
      label={label}
      extra={help}
      rules={[
        ...(isOptional ? [] : [{ required: true, whitespace: true, message: t('field.required') }]),
        ...(pattern ? [{ pattern, message: otherwise }] : []),
      ]}
    >
      <Input maxLength={longest} autoComplete="off" {...(example && { placeholder: example })} />
    </Form.Item>
  );
}

interface DayProps {
  readonly name: FieldName;
  readonly label: string;
  readonly help?: string;
  readonly isOptional?: boolean;
}

/** A day in a form. */
export function DayField({ name, label, help, isOptional = false }: DayProps) {
  const { t } = useTranslation();
  return (
    <Form.Item
      name={typeof name === 'string' ? name : [...name]}
      label={label}
      extra={help}
      rules={[{ required: !isOptional, message: t('field.required') }]}
    >
      <DayInput />
    </Form.Item>
  );
}

interface LongTextProps {
  readonly name: FieldName;
  readonly label: string;
  readonly help?: string;
  readonly longest: number;
  readonly rows?: number;
  readonly isOptional?: boolean;
}

/** A text of several lines in a form. */
export function LongTextField(props: LongTextProps) {
  const { name, label, help, longest, rows = 3, isOptional = false } = props;
  const { t } = useTranslation();
  return (
    <Form.Item
      name={typeof name === 'string' ? name : [...name]}
      label={label}
      extra={help}
      rules={[{ required: !isOptional, whitespace: true, message: t('field.required') }]}
    >
      <Input.TextArea autoSize={{ minRows: rows, maxRows: 20 }} maxLength={longest} />
    </Form.Item>
  );
}

/** What is typed must be an amount above zero, or nothing. */
export const amountRule = (message: string) => ({
  validator: (_: unknown, typed: string | null | undefined) =>
    typed === undefined ||
    typed === null ||
    typed === '' ||
    (parseAmount(typed) !== undefined && parseAmount(typed) !== '0.00')
      ? Promise.resolve()
      : Promise.reject(new Error(message)),
});

/** The login of somebody's account. */
export function LoginField({ name }: Pick<Props, 'name'>) {
  const { t } = useTranslation();
  return (
    <TextField
      name={name}
      label={t('people.login')}
      longest={40}
      pattern={/^[a-z0-9][a-z0-9._-]{2,39}$/}
      otherwise={t('field.login')}
    />
  );
}

/** The code of a bureau or a book. */
export function CodeNameField({ name, label }: Pick<Props, 'name' | 'label'>) {
  const { t } = useTranslation();
  return (
    <TextField
      name={name}
      label={label}
      help={t('setUp.codeHelp')}
      longest={40}
      pattern={/^[a-z0-9][a-z0-9-]*$/}
      otherwise={t('field.code')}
    />
  );
}
