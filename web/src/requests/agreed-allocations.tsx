import { useMutation } from '@tanstack/react-query';
import { Button, Form, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { type Allocation, type Claims, PARTS } from '../claim-types';
import { isAtMost, parseAmount, sumOfAmounts, withThousands } from '../parts/amount';
import { amountRule } from '../parts/fields';
import { MoneyInput } from '../parts/money-input';
import { ProblemNotice, problemOfError } from '../parts/problem-notice';
import { tryPayment } from '../parts/what-if';

interface Props {
  readonly caseId: string;
  readonly claims: Claims;
}

/** What is to be discharged, as it is typed. */
interface Share {
  readonly item?: string;
  readonly part?: Allocation['part'];
  readonly amount?: string;
}

/** The parts of an item together, whatever day each was due on. */
function merged(parts: readonly Allocation[]): Share[] {
  const byPart = new Map<string, Share>();
  for (const { item, part, amount } of parts) {
    const before = byPart.get(`${item} ${part}`)?.amount ?? '0.00';
    byPart.set(`${item} ${part}`, { item, part, amount: sumOfAmounts([before, amount]) });
  }
  return [...byPart.values()];
}

const nameOf = ({ item = '', part }: Share): string => `${item} ${part ?? ''}`;

/** What a receipt goes to as the parties agreed; it can begin with what the rule says. */
export function AgreedAllocations({ caseId, claims }: Props) {
  const { t } = useTranslation();
  return (
    <Form.List
      name="allocations"
      rules={[
        {
          validator: (_, shares: readonly Share[] | undefined = []) => {
            if (shares.length === 0) return Promise.reject(new Error(t('claims.shareNeeded')));
            const isTwice = new Set(shares.map(nameOf)).size < shares.length;
            return isTwice ? Promise.reject(new Error(t('claims.shareTwice'))) : Promise.resolve();
          },
        },
      ]}
    >
      {(fields, { add, remove }, { errors }) => (
        <section aria-label={t('content.allocation')}>
          <h3>{t('content.allocation')}</h3>
          {fields.map(({ key, name }) => (
            <ShareFields
              key={key}
              at={name}
              claims={claims}
              onRemove={() => {
                remove(name);
              }}
            />
          ))}
          <div className="row-actions">
            <Button
              type="dashed"
              onClick={() => {
                add({ part: 'principal' });
              }}
            >
              {t('claims.addShare')}
            </Button>
            <ByRule caseId={caseId} />
          </div>
          <Form.ErrorList errors={errors} />
          <Totals />
        </section>
      )}
    </Form.List>
  );
}

interface ShareProps extends Pick<Props, 'claims'> {
  readonly at: number;
  readonly onRemove: () => void;
}

function ShareFields({ at, claims, onRemove }: ShareProps) {
  const { t } = useTranslation();
  const required = { required: true, message: t('field.required') };
  return (
    <div
      className="form-line"
      role="group"
      aria-label={t('claims.shareNumber', { number: at + 1 })}
    >
      <span className="form-line-number">{at + 1}</span>
      <div className="form-grid">
        <Form.Item name={[at, 'item']} label={t('claims.item')} rules={[required]}>
          <Select
            popupMatchSelectWidth={false}
            options={claims.items.map(({ id, ref, kind }) => ({
              value: id,
              label: `${ref} ${t(`claims.kindOf.${kind}`)}`,
            }))}
          />
        </Form.Item>
        <Form.Item name={[at, 'part']} label={t('claims.part')} rules={[required]}>
          <Select options={PARTS.map((value) => ({ value, label: t(`claims.partOf.${value}`) }))} />
        </Form.Item>
        <Form.Item
          name={[at, 'amount']}
          label={t('claims.share')}
          rules={[required, amountRule(t('field.amount'))]}
        >
          <MoneyInput inWords={false} />
        </Form.Item>
      </div>
      <Button aria-label={t('claims.removeShare', { number: at + 1 })} onClick={onRemove}>
        ✕
      </Button>
    </div>
  );
}

/** Fills in what the rule would do with the money, to be changed from there. */
function ByRule({ caseId }: Pick<Props, 'caseId'>) {
  const { t } = useTranslation();
  const form = Form.useFormInstance();
  const payer = Form.useWatch<string | undefined>('payer', form);
  const paidOn = Form.useWatch<string | undefined>('receivedOn', form);
  const amount = parseAmount(Form.useWatch<string | undefined>('amount', form) ?? '');
  const { mutate, isPending, error } = useMutation({
    mutationFn: () =>
      tryPayment(caseId, { payer: payer ?? '', amount: amount ?? '', paidOn: paidOn ?? '' }),
    onSuccess: ({ proposal }) => {
      form.setFieldValue('allocations', merged(proposal?.allocations ?? []));
    },
  });
  const isKnown = payer !== undefined && paidOn !== undefined && amount !== undefined;
  return (
    <>
      <Button
        disabled={!isKnown || amount === '0.00'}
        loading={isPending}
        onClick={() => {
          mutate();
        }}
      >
        {t('claims.fillByRule')}
      </Button>
      {error !== null && <ProblemNotice problem={problemOfError(error)} />}
    </>
  );
}

/** What is allotted, and what is left over, while it is typed. */
function Totals() {
  const { t } = useTranslation();
  const form = Form.useFormInstance();
  const shares = Form.useWatch<readonly (Share | undefined)[] | undefined>('allocations', form);
  const whole = parseAmount(Form.useWatch<string | undefined>('amount', form) ?? '') ?? '0.00';
  const allotted = sumOfAmounts(
    (shares ?? []).flatMap((share) => parseAmount(share?.amount ?? '') ?? []),
  );
  const isTooMuch = !isAtMost(allotted, whole);
  const left = sumOfAmounts([whole, `-${allotted}`]);
  return (
    <dl className="voucher-totals order-totals" aria-live="polite">
      <dt>{t('claims.allotted')}</dt>
      <dd className="money">{withThousands(allotted)}</dd>
      <dt>{t(isTooMuch ? 'claims.tooMuch' : 'claims.rest')}</dt>
      <dd className={`money ${isTooMuch ? 'is-off' : ''}`}>{withThousands(left)}</dd>
    </dl>
  );
}
