import { useQuery } from '@tanstack/react-query';
import { Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { call } from '../api';
import type { CreditCodeCheck } from '../api-types';

const LENGTH = 18;

const checkOf = (code: string): Promise<CreditCodeCheck> =>
  call({ path: `/api/v1/credit-codes/check?code=${encodeURIComponent(code)}` });

interface Props {
  readonly name: string;
  readonly label: string;
  readonly isFixed?: boolean;
}

/** A unified social credit code, checked while it is typed. */
export function CreditCodeField({ name, label, isFixed = false }: Props) {
  const { t } = useTranslation();
  const form = Form.useFormInstance();
  const typed = (Form.useWatch(name, form) as string | undefined)?.trim() ?? '';
  const { data } = useQuery({
    queryKey: ['credit-code', typed],
    queryFn: () => checkOf(typed),
    enabled: typed.length >= LENGTH,
    staleTime: Infinity,
  });
  return (
    <Form.Item
      name={name}
      label={label}
      normalize={(value: string) => value.replace(/[\s-]/g, '').toUpperCase()}
      extra={
        data?.valid === true && typed.length >= LENGTH ? (
          <Said check={data} />
        ) : (
          t('organization.usccHelp')
        )
      }
      validateTrigger="onBlur"
      rules={[
        { required: true, whitespace: true, message: t('field.required') },
        {
          validator: async (_, code: string | undefined) => {
            if (code === undefined || code === '') return;
            const { valid, fault } = await checkOf(code);
            if (!valid) throw new Error(t(`organization.usccFault.${fault ?? 'length'}`));
          },
        },
      ]}
    >
      <Input maxLength={30} autoComplete="off" spellCheck={false} disabled={isFixed} />
    </Form.Item>
  );
}

/** What a good code says of itself, in words. */
function Said({ check: { kind, registeredHighEnough } }: { readonly check: CreditCodeCheck }) {
  const { t } = useTranslation();
  const level = registeredHighEnough === true ? 'levelEnough' : 'levelTooLow';
  return (
    <>
      ✓ {t('organization.usccValid')}
      {kind !== null && ` ${t(`organization.kindOf.${kind}`)}`}
      {registeredHighEnough !== null && ` ${t(`organization.${level}`)}`}
    </>
  );
}
