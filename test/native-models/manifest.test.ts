import { describe, expect, test } from 'vitest';
import { BUNDLED_MODELS, findModel, manifest, PULLED_MODELS } from '../../native-models/manifest.ts';
import { checkModelFile } from '../../native-models/model-files.ts';

const entry = BUNDLED_MODELS[0]!;

describe('the manifest', () => {
  test.each(BUNDLED_MODELS.map((model) => [model.id, model] as const))(
    '%s is exactly the file it names',
    async (_, model) => {
      expect((await checkModelFile(model)).kind).toBe('good');
    },
  );

  test.each([
    ['a file outside the folder', { ...entry, file: '../secret.onnx' }],
    ['an absolute file', { ...entry, file: '/etc/passwd' }],
    ['a hidden step up', { ...entry, file: 'a/../../b.onnx' }],
    ['a short hash', { ...entry, sha256: 'abc' }],
    ['a size of nothing', { ...entry, size: 0 }],
    ['a field that nobody knows', { ...entry, colour: 'red' }],
  ])('refuses %s', (_, bad) => {
    expect(manifest.safeParse([bad]).success).toBe(false);
  });

  test('refuses the same id twice', () => {
    expect(manifest.safeParse([entry, { ...entry, file: 'other.onnx' }]).success).toBe(false);
  });

  test('names the known models where one is unknown', () => {
    expect(() => findModel('speaker-encoder', 'nobody')).toThrow(
      /"nobody" \(known: rolecall-voice-v0, wespeaker-resnet34-lm, /,
    );
    expect(findModel('speech').id).toBe('silero-vad-v6');
  });

  test.each(PULLED_MODELS.map((model) => [model.id, model] as const))(
    '%s says where it comes from and what it hears',
    (_, model) => {
      expect(model.address).toMatch(/^https:\/\//);
      expect(model.file.split('/').at(-1)).toBe(model.address?.split('/').at(-1));
      if (model.kind === 'enhancer') expect(model.enhancer).toBeDefined();
      else {
        expect(model.frontEnd).toBeDefined();
        expect(model.dimension).toBeGreaterThan(100);
      }
    },
  );

  test('names the encoders and the noise model of the field', () => {
    expect(PULLED_MODELS.map(({ title }) => title)).toEqual([
      'WeSpeaker ResNet34-LM',
      'WeSpeaker ResNet293-LM',
      '3D-Speaker CAM++',
      '3D-Speaker ERes2NetV2',
      'NeMo TitaNet-Large',
      'SpeechBrain ECAPA-TDNN',
      'DeepFilterNet 3',
    ]);
  });
});
