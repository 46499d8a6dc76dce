/**
 * The field's encoders, and a noise model, that anybody may pull. Every checksum and size was stated by who published the file or by
 * several programs that pin the same file; a file that differs is refused, so none of it is taken on trust:
 * - wespeaker-resnet34-lm: the Git LFS pointer of its own repository on Hugging Face, at the named revision
 * - wespeaker-resnet293-lm, 3d-speaker-campplus, 3d-speaker-eres2netv2, nemo-titanet-large: sherpa-onnx's release
 *   `speaker-recongition-models` (spelled so), which has no list of checksums; each is pinned alike by two or more
 *   independent programs that download it
 * - speechbrain-ecapa: pinned alike by two programs that download it at the named revision
 * - deepfilternet3: the author's own archive at the tag v0.5.6; pinned alike by four independent programs
 */
const SHERPA = 'https://github.com/k2-fsa/sherpa-onnx/releases/download/speaker-recongition-models';

export const PULLED = [
  {
    id: 'wespeaker-resnet34-lm',
    kind: 'speaker-encoder',
    title: 'WeSpeaker ResNet34-LM',
    version: 'f0c48c2',
    file: 'wespeaker-resnet34-lm/voxceleb_resnet34_LM.onnx',
    source: 'WeSpeaker, trained on VoxCeleb2: huggingface.co/Wespeaker/wespeaker-voxceleb-resnet34-LM',
    address:
      'https://huggingface.co/Wespeaker/wespeaker-voxceleb-resnet34-LM/resolve/f0c48c298fd835726c27956a5d617bad7115627e/voxceleb_resnet34_LM.onnx',
    size: 26_530_309,
    sha256: '7bb2f06e9df17cdf1ef14ee8a15ab08ed28e8d0ef5054ee135741560df2ec068',
    licence: 'CC-BY-4.0',
    dimension: 256,
    frontEnd: 'wespeaker',
  },
  {
    id: 'wespeaker-resnet293-lm',
    kind: 'speaker-encoder',
    title: 'WeSpeaker ResNet293-LM',
    version: '1',
    file: 'wespeaker-resnet293-lm/wespeaker_en_voxceleb_resnet293_LM.onnx',
    source: 'WeSpeaker, trained on VoxCeleb2; as sherpa-onnx distributes it',
    address: `${SHERPA}/wespeaker_en_voxceleb_resnet293_LM.onnx`,
    size: 114_336_527,
    sha256: 'f65dbc820e534eef64ae12d1e289e20244d60e60f7f00d7b092092b1c458be2e',
    licence: 'CC-BY-4.0',
    dimension: 256,
    frontEnd: 'wespeaker',
  },
  {
    id: '3d-speaker-campplus',
    kind: 'speaker-encoder',
    title: '3D-Speaker CAM++',
    version: '1',
    file: '3d-speaker-campplus/3dspeaker_speech_campplus_sv_en_voxceleb_16k.onnx',
    source: '3D-Speaker, trained on VoxCeleb2; as sherpa-onnx distributes it',
    address: `${SHERPA}/3dspeaker_speech_campplus_sv_en_voxceleb_16k.onnx`,
    size: 29_596_978,
    sha256: '357a834f702b80161e5b981182c038e18553c1f2ca752ed6cec2052365d4129b',
    licence: 'Apache-2.0',
    dimension: 512,
    frontEnd: '3d-speaker',
  },
  {
    id: '3d-speaker-eres2netv2',
    kind: 'speaker-encoder',
    title: '3D-Speaker ERes2NetV2',
    version: '1',
    file: '3d-speaker-eres2netv2/3dspeaker_speech_eres2netv2_sv_zh-cn_16k-common.onnx',
    source: '3D-Speaker, trained on 200,000 Mandarin speakers; as sherpa-onnx distributes it',
    address: `${SHERPA}/3dspeaker_speech_eres2netv2_sv_zh-cn_16k-common.onnx`,
    size: 71_441_526,
    sha256: 'bf1a75b9930474cf3389ef415e6e5d38ca96fea4a3a00f7e301d080a58ee2239',
    licence: 'Apache-2.0',
    dimension: 192,
    frontEnd: '3d-speaker',
  },
  {
    id: 'nemo-titanet-large',
    kind: 'speaker-encoder',
    title: 'NeMo TitaNet-Large',
    version: '1',
    file: 'nemo-titanet-large/nemo_en_titanet_large.onnx',
    source: 'NVIDIA NeMo, trained on English speech; as sherpa-onnx exports and distributes it',
    address: `${SHERPA}/nemo_en_titanet_large.onnx`,
    size: 101_405_493,
    sha256: 'd51abcf31717ef28162f26acb9d44dd4127c3d44c9b8624f699f3425daca8e77',
    licence: 'CC-BY-4.0',
    dimension: 192,
    frontEnd: 'nemo',
  },
  {
    id: 'speechbrain-ecapa',
    kind: 'speaker-encoder',
    title: 'SpeechBrain ECAPA-TDNN',
    version: '57bc773',
    file: 'speechbrain-ecapa/ecapa_tdnn.onnx',
    source: 'SpeechBrain spkrec-ecapa-voxceleb; exported by huggingface.co/penta2himajin/ecapa-tdnn-onnx',
    address:
      'https://huggingface.co/penta2himajin/ecapa-tdnn-onnx/resolve/57bc773c7cc1a8afa117b38b0b2a38c96ffa99a2/ecapa_tdnn.onnx',
    size: 83_481_218,
    sha256: '75f5f36d23879c5b2dd73b09221e8727e8e6e6a7cbd1a0655992d7ae81195698',
    licence: 'Apache-2.0',
    dimension: 192,
    frontEnd: 'speechbrain',
  },
  {
    id: 'deepfilternet3',
    kind: 'enhancer',
    title: 'DeepFilterNet 3',
    version: '0.5.6',
    file: 'deepfilternet3/DeepFilterNet3_onnx.tar.gz',
    source: 'DeepFilterNet, its own repository: github.com/Rikorose/DeepFilterNet, models/',
    address: 'https://github.com/Rikorose/DeepFilterNet/raw/v0.5.6/models/DeepFilterNet3_onnx.tar.gz',
    size: 7_983_136,
    sha256: 'c94d91f70911001c946e0fabb4aa9adc37045f45a03b56008cb0c8244cb63616',
    licence: 'MIT OR Apache-2.0',
    enhancer: 'deep-filter-net',
  },
] as const;
