"""Gathers what the sound judge learns from: Debian packages unpacked side by side -> one npz of 16 kHz int16 clips.

Usage: material.py UNPACKED OUT.npz      UNPACKED/<package>/usr/... as `dpkg-deb -x` leaves them
Keys of the npz: `voice/<speaker>`, `music/<piece>`, `effect/<name>`; every value is one array of clips laid end to end,
with the lengths beside it under `<key>#lengths`. Needs ffmpeg, festival, flite, espeak-ng.
"""
import collections, pathlib, re, struct, subprocess, sys, tempfile
from concurrent.futures import ThreadPoolExecutor
import numpy as np

RATE = 16000
FFMPEG = sys.argv[3] if len(sys.argv) > 3 else 'ffmpeg'


def decode(path, seconds=None, start=0):
    g722 = ['-f', 'g722'] if str(path).endswith('.g722') else []
    cut = (['-ss', str(start)] if start else []) + (['-t', str(seconds)] if seconds else [])
    out = subprocess.run([FFMPEG, '-v', 'error', *cut, *g722, '-i', f'file:{path}', '-ac', '1', '-ar', str(RATE), '-f', 's16le', '-'], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout
    return np.frombuffer(out[:len(out) // 2 * 2], np.int16)


def decode_many(paths, seconds):
    """Many short files by one program: starting it costs more than the decoding."""
    with tempfile.TemporaryDirectory() as folder:
        ins = [part for p in paths for part in [*(['-f', 'g722'] if str(p).endswith('.g722') else []), '-t', str(seconds), '-i', f'file:{p}']]
        outs = [part for at in range(len(paths)) for part in ['-map', f'{at}:a:0', '-ac', '1', '-ar', str(RATE), '-f', 's16le', f'{folder}/{at}.raw']]
        done = subprocess.run([FFMPEG, '-v', 'error', '-y', *ins, *outs], stderr=subprocess.DEVNULL).returncode == 0
        return [np.fromfile(f'{folder}/{at}.raw', np.int16) for at in range(len(paths))] if done else [decode(p, seconds) for p in paths]


def trimmed(x):
    """Without the silence at both ends; empty where there is nothing or less than a fifth of a second."""
    n = len(x) // 160
    if n < 20:
        return x[:0]
    energy = (x[:n * 160].reshape(n, 160).astype(np.float32) ** 2).mean(1)
    loud = np.flatnonzero(energy > max(energy.max() * 10 ** -3.5, 50))
    return x[loud[0] * 160:(loud[-1] + 1) * 160] if len(loud) > 15 else x[:0]


def spread(files, most):
    files = sorted(files)
    return [files[i] for i in np.linspace(0, len(files) - 1, min(most, len(files))).astype(int)] if files else []


def groups(files, pattern):
    found = collections.defaultdict(list)
    for f in files:
        found[re.search(pattern, f.name).group(1)].append(f)
    return found


def speakers(root):
    for language in 'en es fr it ru'.split():
        files = [f for f in (root / f'asterisk-core-sounds-{language}-g722').rglob('*.g722') if 'silence' not in str(f) and f.stat().st_size > 8000]
        yield f'asterisk-{language}', spread(files, 90)
    for language in ('cs', 'nl'):
        lines = list((root / f'fillets-ng-data-{language}').rglob('*.ogg'))
        for who in ('m', 'v', 'hs', 'c', 'x'):
            own = [f for f in lines if re.match(rf'[a-z0-9]+-{who}-', f.name)]
            if len(own) > 20:
                yield f'fillets-{language}-{who}', spread(own, 90)
    for prompts in ('es-co', 'fr-armelle', 'it-menardi-wav'):
        yield f'prompt-{prompts}', spread([f for f in (root / f'asterisk-prompt-{prompts}').rglob('*') if f.suffix in ('.wav', '.gsm') and f.stat().st_size > 4000], 120)
    for language, files in groups((root / 'tuxpaint-stamps-default').rglob('*_desc*.ogg'), r'_desc_?(\w*)\.ogg').items():
        yield f'tuxpaint-{language}', spread(files, 60)
    yield 'festvox-ru', spread((root / 'festvox-ru').rglob('*.wav'), 90)
    for program, skipped in (('klettres', ()), ('ktuberling', ())):
        base = root / f'{program}-data'
        folders = sorted({f.parent for f in base.rglob('*') if f.suffix in ('.ogg', '.wav', '.opus')})
        for folder in folders:
            language = re.search(r'(?:klettres|sounds)/([\w@]+)', str(folder))
            if language:
                yield f'{program}-{language.group(1)}-{folder.name}', spread([f for f in folder.iterdir() if f.suffix in ('.ogg', '.wav', '.opus')], 60)
    for folder in sorted((root / 'hedgewars-data').rglob('voices/*')):
        if folder.is_dir() and folder.name not in ('Robot', 'Singer'):
            yield f'hedgewars-{folder.name}', spread(folder.glob('*.ogg'), 60)


def raw(data, kind):
    """Sound without a file of its own: unsigned bytes at 11,025 Hz, or frames of MP3."""
    given = ['-f', 'u8', '-ar', '11025', '-ac', '1'] if kind == 'u8' else ['-f', 'mp3']
    out = subprocess.run([FFMPEG, '-v', 'error', *given, '-i', '-', '-ac', '1', '-ar', str(RATE), '-f', 's16le', '-'], input=data, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout
    return np.frombuffer(out[:len(out) // 2 * 2], np.int16)


def adventures(root):
    """Actors of three adventure games: (voice or scene, kind, sound). Scenes of Beneath a Steel Sky hold a few voices in turn."""
    folder = root / 'beneath-a-steel-sky/usr/share/scummvm/beneath-a-steel-sky'
    table, disk, scenes = (folder / 'sky.dnr').read_bytes(), (folder / 'sky.dsk').read_bytes(), collections.defaultdict(bytes)
    for at in range(4, 4 + 8 * struct.unpack('<I', table[:4])[0], 8):
        number, offset, size = struct.unpack('<H', table[at:at + 2])[0], *(int.from_bytes(table[at + k:at + k + 3], 'little') for k in (2, 5))
        offset = (offset & 0x7fffff) << 4 if offset >> 23 else offset
        if number >= 50000 and size >> 22 == 0 and size > 3000:
            scenes[number // 50] += disk[offset + 64:offset + size]
    for scene, sound in scenes.items():
        yield f'steel-sky-{scene}', 'u8', sound
    queen, lines = (root / 'flight-of-the-amazon-queen/usr/share/scummvm/flight-of-the-amazon-queen/queen.1c').read_bytes(), collections.defaultdict(bytes)
    for at in range(15, 15 + 21 * struct.unpack('>H', queen[13:15])[0], 21):
        name, (offset, size) = queen[at:at + 12].split(b'\0')[0].decode(), struct.unpack('>II', queen[at + 13:at + 21])
        if name.endswith('.SB'):
            who = re.match(r'(\w{3})\w{3}P\d', name)
            lines[f'queen-{who.group(1)}' if who else f'queen-joe-{name[:2]}'] += queen[offset:offset + size]
    for who, sound in lines.items():
        yield who, 'mp3', sound
    casts = collections.defaultdict(bytes)
    for file in sorted((root / 'drascula').rglob('*.ALS')):
        casts['drascula-' + re.match(r'[A-Z]*', file.stem).group(0)] += file.read_bytes()
    for who, sound in casts.items():
        yield who, 'u8', sound


TEXT = re.split(r'(?<=[.;?!])\s+', """The harbour was quiet when the last boat came in. Nobody had expected it before morning; the pilot least of all.
She put the lamp on the table and looked at him for a long time. What would you have me do? I cannot walk back into that house as if nothing had happened.
There were seven letters in the drawer, tied with a blue ribbon. He read the first one twice and burned the others. Did you see the key anywhere?
Bring the horses round to the gate before it rains! My father used to say that a good map is worth three guides. We will need more bread, more rope and a better reason.
Somewhere behind the wall a clock struck four. The doctor shook his head and closed his bag. Just a moment, I think there is somebody on the stairs.
It was never about the money. You always say that when it is about the money. Listen to me, the bridge is gone and the road is under water.
Turn left at the mill and keep to the high ground until you see the chapel. Who told you my name? Nine people knew about this, and two of them are dead.""")


def synthetic(folder):
    """Debian's speaking programs: (voice, files)."""
    folder.mkdir(exist_ok=True)
    text = ' '.join(TEXT)

    def said(name, *command, **options):
        file = folder / f'{name}.wav'
        if not file.exists():
            subprocess.run([str(file) if part == 'OUT' else part for part in command], stderr=subprocess.DEVNULL, **options)
        return name, [file] if file.exists() else []

    for voice in ('slt', 'rms', 'awb', 'kal16'):
        yield said(f'flite-{voice}', 'flite', '-voice', voice, '-t', text, '-o', 'OUT')
    for voice in ('voice_cmu_us_slt_arctic_hts', 'voice_kal_diphone', 'voice_ked_diphone', 'voice_lp_diphone', 'voice_pc_diphone', 'voice_suo_fi_lj_diphone', 'voice_hy_fi_mv_diphone', 'voice_czech_dita', 'voice_czech_krb', 'voice_czech_machac', 'voice_czech_ph', 'voice_upc_ca_ona_hts'):
        yield said(f'festival-{voice}', 'text2wave', '-eval', f'({voice})', '-o', 'OUT', input=text.encode())
    for voice in ('en-us', 'en-gb+f2', 'de+f4', 'it+m3', 'fr+f5', 'pl+m7', 'en-us+f3', 'en-gb+m4', 'es+m2', 'pt+f1', 'ru+m6', 'nl+f4'):
        yield said(f'espeak-{voice}', 'espeak-ng', '-v', voice, '-s', '150', '-w', 'OUT', text)


def music(root):
    for package, most in (('drascula-music', 31), ('singularity-music', 16), ('colobot-common-sounds', 21), ('planetblupi-music-ogg', 10), ('hyperrogue-music', 20), ('fillets-ng-data', 12), ('hedgewars-data', 12), ('asterisk-moh-opsound-wav', 5)):
        files = [f for f in (root / package).rglob('*') if f.suffix in ('.ogg', '.wav') and f.stat().st_size > 400000 and 'oices' not in str(f)]
        for f in spread(files, most):
            yield f'{package}-{f.stem}', f


def effects(root):
    for package in ('hyperrogue-music', 'colobot-common-sounds', 'fillets-ng-data', 'hedgewars-data'):
        for f in spread([f for f in (root / package).rglob('*') if f.suffix in ('.ogg', '.wav') and f.stat().st_size < 200000 and 'oices' not in str(f)], 60):
            yield f'{package}-{f.stem}', f


if __name__ == '__main__':
    root, out = pathlib.Path(sys.argv[1]), {}
    pool = ThreadPoolExecutor(2)

    def keep(key, clips):
        clips = [c for c in clips if len(c)]
        if sum(map(len, clips)) > 4 * RATE:
            out[key], out[key + '#lengths'] = np.concatenate(clips), np.array([len(c) for c in clips])

    for name, sound in pool.map(lambda each: (each[0], raw(each[2][:1500000 if each[1] == 'u8' else 400000], each[1])), adventures(root)):
        keep('voice/' + name, [sound])
    for name, files in [*speakers(root), *synthetic(root / 'synthetic')]:
        batches = [files[at:at + 25] for at in range(0, len(files), 25)]
        keep('voice/' + name, [trimmed(x) for batch in pool.map(lambda g: decode_many(g, 120 if len(g) == 1 else 12), batches) for x in batch])
    for name, file in music(root):
        keep('music/' + name, [decode(file, 40, 8)])
    out['effect/all'], lengths = None, []
    clips = [c for c in pool.map(lambda each: trimmed(decode(each[1], 4)), effects(root)) if len(c)]
    out['effect/all'], out['effect/all#lengths'] = np.concatenate(clips), np.array([len(c) for c in clips])
    np.savez(sys.argv[2], **out)
    voices = [k for k in out if k.startswith('voice/') and '#' not in k]
    print(len(voices), 'voices', round(sum(len(out[k]) for k in voices) / RATE / 60), 'minutes;', sum(k.startswith('music/') and '#' not in k for k in out), 'pieces of music;', len(clips), 'effects')
