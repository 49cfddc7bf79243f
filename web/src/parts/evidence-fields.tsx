import { Button, Form, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { DayField } from './fields';
import { DocumentUpload } from './document-upload';
import { today } from './instant';

const KINDS = [
  'registration_certificate',
  'charter',
  'annual_report',
  'clean_record_statement',
  'activity_proof',
  'other',
] as const;

interface Evidence {
  readonly kind?: string;
  readonly document?: { readonly id: string; readonly sha256: string };
}

/**
 * The documents that a file rests on. The name of one is shown while it is new; what is sent names it by id
 * and hash.
 */
export function EvidenceFields({ book }: { readonly book: string }) {
  const { t } = useTranslation();
  const form = Form.useFormInstance();
  const path = ['facts', 'evidence'];
  const given = (Form.useWatch(path, form) ?? []) as readonly Evidence[];
  return (
    <Form.List name={path}>
      {(fields, { add, remove }) => (
        <fieldset>
          <legend>{t('content.evidence')}</legend>
          {fields.map(({ key, name }) => (
            <div key={key} className="line">
              <Form.Item
                name={[name, 'kind']}
                label={t('content.evidenceKind')}
                rules={[{ required: true, message: t('field.required') }]}
              >
                <Select
                  popupMatchSelectWidth={false}
                  options={KINDS.map((kind) => ({
                    value: kind,
                    label: t(`organization.evidenceOf.${kind}`),
                  }))}
                />
              </Form.Item>
              {given[name]?.kind === 'annual_report' && (
                <Form.Item
                  name={[name, 'year']}
                  label={t('content.reportYear')}
                  rules={[{ required: true, message: t('field.required') }]}
                >
                  <Select options={years().map((year) => ({ value: year, label: String(year) }))} />
                </Form.Item>
              )}
              <DayField name={[name, 'validUntil']} label={t('content.validUntil')} isOptional />
              <Form.Item name={[name, 'document']} hidden>
                <span />
              </Form.Item>
              <code>{given[name]?.document?.sha256.slice(0, 16)}</code>
              <Button
                aria-label={t('organization.removeEvidence', { number: name + 1 })}
                onClick={() => {
                  remove(name);
                }}
              >
                ✕
              </Button>
            </div>
          ))}
          <DocumentUpload
            book={book}
            label={t('organization.addEvidence')}
            onStored={({ id, sha256 }) => {
              add({ document: { id, sha256 } });
            }}
          />
        </fieldset>
      )}
    </Form.List>
  );
}

/** The years that a report may be about: this one and the fifteen before. */
export function years(): number[] {
  const last = parseInt(today().slice(0, 4), 10);
  return Array.from({ length: 16 }, (_, index) => last - index);
}
