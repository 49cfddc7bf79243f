import { AutoComplete, Button, Form, Input, Select } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { amountRule, DayField, LongTextField, TextField } from './fields';
import { KINDS, nameOfKind } from './meeting-parts';
import { MoneyInput } from './money-input';

/** Agencies that usually take part; any other can be typed. */
const AGENCIES = [
  'environment',
  'court',
  'procuratorate',
  'police',
  'justice',
  'civil',
  'finance',
] as const;

/** Everything of a meeting that is typed in. */
export function MeetingFields() {
  const { t } = useTranslation();
  return (
    <>
      <section className="panel">
        <div className="pair">
          <TextField name="title" label={t('meeting.name')} />
          <TextField name="number" label={t('meeting.number')} longest={60} />
          <DayField name="heldOn" label={t('meeting.heldOn')} />
          <TextField name="place" label={t('meeting.place')} />
          <TextField name="chairedBy" label={t('meeting.chairedBy')} longest={60} />
        </div>
      </section>
      <Lines name="agenda" add="">
        {(at) => (
          <Form.Item
            name={at}
            className="grow"
            rules={[{ required: true, whitespace: true, message: t('field.required') }]}
          >
            <Input aria-label={t('meeting.agendaItem')} maxLength={300} />
          </Form.Item>
        )}
      </Lines>
      <Lines name="attendees" add={{}}>
        {(at) => <AttendeeFields at={at} />}
      </Lines>
      <section className="panel">
        <LongTextField
          name="minutes"
          label={t('meeting.minutes')}
          help={t('meeting.minutesHelp')}
          longest={100_000}
          rows={6}
          isOptional
        />
      </section>
      <Lines name="resolutions" add={{}}>
        {(at) => <ResolutionFields at={at} />}
      </Lines>
    </>
  );
}

interface LinesProps {
  readonly name: 'agenda' | 'attendees' | 'resolutions';
  /** What a new line holds. */
  readonly add: unknown;
  readonly children: (at: number) => ReactNode;
}

/** Some lines of one kind, to which one adds and from which one takes away. */
function Lines({ name, add, children }: LinesProps) {
  const { t } = useTranslation();
  return (
    <section className="panel">
      <h2>{t(`meeting.${name}`)}</h2>
      <Form.List name={name}>
        {(lines, act) => (
          <>
            {lines.map(({ key, name: at }) => (
              <div key={key} className="form-line">
                <span className="form-line-number">{at + 1}</span>
                {children(at)}
                <Button
                  aria-label={t('meeting.remove', { number: at + 1 })}
                  onClick={() => {
                    act.remove(at);
                  }}
                >
                  ✕
                </Button>
              </div>
            ))}
            <Button
              type="dashed"
              onClick={() => {
                act.add(add);
              }}
            >
              {t(`meeting.add.${name}`)}
            </Button>
          </>
        )}
      </Form.List>
    </section>
  );
}

function AttendeeFields({ at }: { readonly at: number }) {
  const { t } = useTranslation();
  return (
    <div className="form-grid">
      <Form.Item
        name={[at, 'agency']}
        label={t('meeting.agency')}
        rules={[{ required: true, whitespace: true, message: t('field.required') }]}
      >
        <AutoComplete
          maxLength={100}
          options={AGENCIES.map((agency) => ({ value: t(`meeting.agencyOf.${agency}`) }))}
        />
      </Form.Item>
      <TextField name={[at, 'name']} label={t('people.name')} longest={60} />
      <TextField name={[at, 'position']} label={t('meeting.position')} longest={60} isOptional />
    </div>
  );
}

function ResolutionFields({ at }: { readonly at: number }) {
  const { t } = useTranslation();
  return (
    <div className="form-grid">
      <TextField name={[at, 'number']} label={t('meeting.resolutionNumber')} longest={60} />
      <Form.Item
        name={[at, 'kind']}
        label={t('meeting.kind')}
        rules={[{ required: true, message: t('field.required') }]}
      >
        <Select options={KINDS.map((kind) => ({ value: kind, label: nameOfKind(t, kind) }))} />
      </Form.Item>
      <TextField
        name={[at, 'subject']}
        label={t('meeting.subject')}
        help={t('meeting.subjectHelp')}
        isOptional
      />
      <Form.Item
        name={[at, 'amount']}
        label={t('meeting.amount')}
        rules={[amountRule(t('field.amount'))]}
      >
        <MoneyInput />
      </Form.Item>
      <TextField name={[at, 'owner']} label={t('meeting.owner')} longest={60} />
      <DayField name={[at, 'dueOn']} label={t('meeting.dueOn')} />
      <div className="form-wide">
        <LongTextField name={[at, 'text']} label={t('meeting.text')} longest={5_000} rows={2} />
      </div>
    </div>
  );
}
