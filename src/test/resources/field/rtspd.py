#!/usr/bin/env python3
"""A small RTSP server over TCP (and UDP) on loopback that serves Annex-B H.264/H.265 with the oddities of real cameras.
usage: rtspd.py PORT STREAM.json ; STREAM.json = {"path": {"file":..., "codec":"h264|h265", "fps":25, options}}
options: sprop(bool) start(AU index the first client begins at) ts0(first RTP time stamp) audio meta tracks first (bool)
 keepalive(seconds: ends sessions without request for that long) auth("md5","sha256","both","basic") user password
 marks("end" of a picture, "none", or of each "unit": the RTP marker) swap(send each so manieth packet after its next; UDP)
 redirect(url) noSessionTimeout control("abs","none","query") pts(list, in 1/90000) loop(bool) sr(bool) jumpTs(at AU, by)"""
import sys, json, socket, threading, time, struct, re, base64, hashlib, random, os
LOG = open(os.environ.get('RTSPD_LOG', 'rtspd.log'), 'a', buffering=1)
def log(*a): print('%.2f' % time.time(), *a, file=LOG)
def nals(data):
    pos = [m.start() for m in re.finditer(b'\x00\x00\x01', data)]
    for i, p in enumerate(pos):
        e = pos[i+1] if i+1 < len(pos) else len(data)
        n = data[p+3:e]
        if i+1 < len(pos): n = n.rstrip(b'\x00') if n[-1:] == b'\x00' else n
        yield n
def aus(data, codec):
    out = []; cur = []
    for n in nals(data):
        t = (n[0] & 31) if codec == 'h264' else (n[0] >> 1) & 63
        aud = t == (9 if codec == 'h264' else 35)
        if aud and cur: out.append(cur); cur = []
        cur.append(n)
    if cur: out.append(cur)
    vcl = lambda n: (1 <= (n[0] & 31) <= 5) if codec == 'h264' else ((n[0] >> 1) & 63) < 32
    while len(out) > 1 and not any(vcl(n) for n in out[0]): out[1] = out[0] + out[1]; out.pop(0)
    return out
class Stream:
    def __init__(s, o):
        s.o = o; s.codec = o.get('codec', 'h264'); data = open(o['file'], 'rb').read()
        s.aus = aus(data, s.codec); s.ps = []
        for a in s.aus:
            for n in a:
                t = (n[0] & 31) if s.codec == 'h264' else (n[0] >> 1) & 63
                if t in ((7, 8) if s.codec == 'h264' else (32, 33, 34)) and n not in s.ps: s.ps.append(n)
        if o.get('stripps'):
            s.aus = [[n for n in a if ((n[0] & 31) if s.codec == 'h264' else (n[0] >> 1) & 63) not in ((7,8) if s.codec=='h264' else (32,33,34))] for a in s.aus]
        s.pts = o.get('pts'); s.plays = 0
        s.alt = Stream(dict(o, file=o['alt'], alt=None, loop=True)) if o.get('alt') else None
    def sdp(s):
        o = s.o; lines = ['v=0', 'o=- 1 1 IN IP4 127.0.0.1', 's=cam', 'c=IN IP4 0.0.0.0', 't=0 0']
        if o.get('sessioncontrol', True): lines.append('a=control:*')
        audio = ['m=audio 0 RTP/AVP 8', 'a=rtpmap:8 PCMA/8000', 'a=control:trackAudio']
        meta = ['m=application 0 RTP/AVP 107', 'a=rtpmap:107 vnd.onvif.metadata/90000', 'a=control:trackMeta']
        if o.get('audio'): lines += audio
        if o.get('meta'): lines += meta
        if s.codec == 'h264':
            v = ['m=video 0 RTP/AVP 96', 'a=rtpmap:96 H264/90000']
            f = 'a=fmtp:96 packetization-mode=1'
            if o.get('sprop', True):
                f += ';sprop-parameter-sets=' + ','.join(base64.b64encode(p).decode() for p in s.ps)
        else:
            v = ['m=video 0 RTP/AVP 96', 'a=rtpmap:96 H265/90000']; f = 'a=fmtp:96 '
            if o.get('sprop', True):
                f += ';'.join('sprop-%s=%s' % (k, base64.b64encode(p).decode()) for k, p in zip(('vps', 'sps', 'pps'), s.ps))
        if o.get('framerate'): v.append('a=framerate:%s' % o['framerate'])
        v.append(f); v.append('a=control:' + {'none': '', 'query': 'trackVideo?x=1'}.get(o.get('control'), 'trackVideo'))
        return '\r\n'.join(lines + v) + '\r\n'
def packets(n, codec, mtu=1400):
    if len(n) <= mtu: yield n, True; return
    if codec == 'h264':
        ind = (n[0] & 0xE0) | 28; t = n[0] & 31; body = n[1:]
        for i in range(0, len(body), mtu):
            c = body[i:i+mtu]; last = i+mtu >= len(body)
            yield bytes([ind, (0x80 if i == 0 else 0) | (0x40 if last else 0) | t]) + c, last
    else:
        t = (n[0] >> 1) & 63; h0 = (n[0] & 0x81) | (49 << 1); body = n[2:]
        for i in range(0, len(body), mtu):
            c = body[i:i+mtu]; last = i+mtu >= len(body)
            yield bytes([h0, n[1], (0x80 if i == 0 else 0) | (0x40 if last else 0) | t]) + c, last
class Client(threading.Thread):
    def __init__(s, c, streams, port): super().__init__(daemon=True); s.c = c; s.st = streams; s.port = port; s.lock = threading.Lock(); s.run_ = True; s.last = time.time(); s.udp = None; s.nonce = hashlib.md5(os.urandom(8)).hexdigest()
    def send(s, b):
        with s.lock: s.c.sendall(b)
    def run(s):
        buf = b''
        try:
            while s.run_:
                d = s.c.recv(65536)
                if not d: break
                buf += d
                while buf:
                    if buf[0] == 0x24:
                        if len(buf) < 4: break
                        l = struct.unpack('>H', buf[2:4])[0]
                        if len(buf) < 4+l: break
                        buf = buf[4+l:]; continue
                    e = buf.find(b'\r\n\r\n')
                    if e < 0: break
                    head = buf[:e].decode('latin1'); buf = buf[e+4:]
                    m = re.search(r'(?im)^content-length:\s*(\d+)', head)
                    if m: buf = buf[int(m.group(1)):]
                    s.request(head)
        except OSError as e: log('client gone', e)
        s.run_ = False
        try: s.c.close()
        except OSError: pass
    def reply(s, code, hdr=(), body=b''):
        cs = re.search(r'(?im)^cseq:\s*(\d+)', s.head); 
        r = 'RTSP/1.0 %s\r\nCSeq: %s\r\n' % (code, cs.group(1) if cs else '0')
        for h in hdr: r += h + '\r\n'
        if body: r += 'Content-Length: %d\r\n' % len(body)
        s.send(r.encode() + b'\r\n' + body)
    def authorised(s, o, method, uri):
        kind = o.get('auth')
        if not kind: return True
        a = re.search(r'(?im)^authorization:\s*(.*)$', s.head)
        if a:
            v = a.group(1).strip(); log('AUTH', v)
            if v.lower().startswith('basic'):
                if kind in ('basic',): return base64.b64decode(v.split()[1]).decode('utf8') == o['user'] + ':' + o['password']
            else:
                f = dict(re.findall(r'(\w+)="?([^",]*)"?', v))
                alg = f.get('algorithm', 'MD5').upper()
                H = (lambda x: hashlib.sha256(x.encode()).hexdigest()) if 'SHA-256' in alg else (lambda x: hashlib.md5(x.encode()).hexdigest())
                if kind == 'sha256' and 'SHA-256' not in alg: log('client used MD5'); return False
                h1 = H(o['user'] + ':cam:' + o['password']); h2 = H(method + ':' + f.get('uri', ''))
                want = H(h1 + ':' + s.nonce + ':' + (':'.join([f['nc'], f['cnonce'], f['qop']]) + ':' if 'qop' in f else '') + h2)
                return f.get('username') == o['user'] and f.get('response') == want
        return False
    def challenge(s, kind):
        d = 'WWW-Authenticate: Digest realm="cam", nonce="%s"' % s.nonce
        if kind == 'basic': return ['WWW-Authenticate: Basic realm="cam"']
        if kind == 'md5': return [d]
        if kind == 'sha256': return [d + ', algorithm=SHA-256, stale=FALSE']
        return [d + ', algorithm=SHA-256', d + ', algorithm=MD5']
    def request(s, head):
        s.head = head; s.last = time.time(); line = head.split('\r\n')[0]; log(s.port, line)
        m, uri = line.split(' ')[:2]
        path = re.sub(r'^rtsps?://[^/]*', '', uri).lstrip('/')
        key = max((k for k in s.st if path.startswith(k)), key=len, default=None)
        if m == 'OPTIONS' and not (key and s.st[key].o.get('optauth')):
            return s.reply('200 OK', ['Public: ' + ('OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN' + ('' if key and s.st[key].o.get('nogetparam') else ', GET_PARAMETER'))])
        if key is None: return s.reply('404 Not Found')
        st = s.st[key]; o = st.o
        if o.get('redirect') and m == 'DESCRIBE': return s.reply('302 Moved Temporarily', ['Location: ' + o['redirect']])
        if not s.authorised(o, m, uri): return s.reply('401 Unauthorized', s.challenge(o['auth']))
        if m == 'GET_PARAMETER' and o.get('nogetparam'): return s.reply('501 Not Implemented')
        if m == 'DESCRIBE': return s.reply('200 OK', ['Content-Type: application/sdp', 'Content-Base: rtsp://127.0.0.1:%d/%s/' % (s.port, key)], st.sdp().encode())
        if m == 'SETUP':
            log('SETUP', uri)
            t = re.search(r'(?im)^transport:\s*(.*)$', head).group(1).strip()
            if 'TCP' in t:
                ch = re.search(r'interleaved=(\d+)', t); s.ch = int(ch.group(1)) if ch else 0; tr = 'RTP/AVP/TCP;unicast;interleaved=%d-%d;ssrc=11223344' % (s.ch, s.ch+1)
            else:
                cp = int(re.search(r'client_port=(\d+)', t).group(1)); s.udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.udp.bind(('127.0.0.1', 0)); s.udp.connect(('127.0.0.1', cp)); s.rtcp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.rtcp.connect(('127.0.0.1', cp+1)); tr = 'RTP/AVP;unicast;client_port=%d-%d;server_port=%d-%d' % (cp, cp+1, s.udp.getsockname()[1], s.udp.getsockname()[1]+1)
            return s.reply('200 OK', ['Transport: ' + tr, 'Session: 1234' + (';timeout=%d' % o['keepalive'] if o.get('keepalive') else '')])
        if m == 'PLAY':
            s.reply('200 OK', ['Session: 1234', 'Range: npt=0.000-'] + ([] if o.get('norptinfo', True) else ['RTP-Info: url=x;seq=1;rtptime=%d' % o.get('ts0', 0)]))
            threading.Thread(target=s.play, args=(st, key), daemon=True).start(); return
        if m == 'TEARDOWN': s.reply('200 OK'); s.run_ = False; return
        s.reply('200 OK', ['Session: 1234'])
    def play(s, st, key):
        if st.o.get('alt') and st.plays > 0: st = st.alt
        else: st.plays += 1
        o = st.o; fps = o.get('fps', 25); seq = o.get('seq0', 100); i = o.get('start', 0); base = o.get('ts0', 0); t0 = time.time(); k = 0; n = len(st.aus)
        step = 90000 / fps
        try:
            while s.run_:
                if o.get('keepalive') and time.time() - s.last > o['keepalive']:
                    log(s.port, 'session timed out: no keep-alive'); break
                if i >= n:
                    if not o.get('loop', True): break
                    i = o.get('loopto', 0)
                au = st.aus[i]
                pts = (st.pts[i] + (k // n) * int(n*step)) if st.pts else int(k * step)
                if o.get('jumpAt') is not None and k >= o['jumpAt']: pts += o['jumpBy']
                ts = (base + pts) & 0xFFFFFFFF
                if o.get('logsent'): print('SENT', key, k, '%.6f' % time.time(), ts, file=LOG)
                pk = [(p, l) for x in au for p, l in packets(x, st.codec)]
                held = None
                for j, (p, l) in enumerate(pk):
                    marks = o.get('marks', 'end')
                    mark = 0x80 if marks == 'unit' and l or marks == 'end' and j == len(pk)-1 else 0
                    rtp = struct.pack('>BBHII', 0x80, 96 | mark, seq & 0xFFFF, ts, 0x11223344) + p; seq += 1
                    if s.udp and o.get('swap') and seq % o['swap'] == 0 and j < len(pk)-1: held = rtp
                    elif s.udp:
                        s.udp.send(rtp)
                        if held: s.udp.send(held); held = None
                    else: s.send(struct.pack('>BBH', 0x24, s.ch, len(rtp)) + rtp)
                if o.get('sr') and k % int(fps) == 0:
                    now = time.time() + 2208988800 + o.get('ntpOff', 0); sec = int(now); fr = int((now - sec) * 2**32)
                    sr = struct.pack('>BBHIIIIII', 0x80, 200, 6, 0x11223344, sec & 0xFFFFFFFF, fr, ts, k, 0)
                    if s.udp: s.rtcp.send(sr)
                    else: s.send(struct.pack('>BBH', 0x24, s.ch+1, len(sr)) + sr)
                i += 1; k += 1
                d = t0 + k/fps - time.time()
                if d > 0: time.sleep(d)
        except OSError as e: log('play ended', e)
        s.run_ = False
        try: s.c.shutdown(socket.SHUT_RDWR); s.c.close()
        except OSError: pass
def main():
    streams = {k: Stream(v) for k, v in json.load(open(sys.argv[2])).items()}
    port = int(sys.argv[1]); l = socket.create_server(('::1' if ':' in os.environ.get('BIND', '') else '127.0.0.1', port), family=socket.AF_INET6 if ':' in os.environ.get('BIND', '') else socket.AF_INET)
    print('ready', flush=True)
    tls = None
    if os.environ.get('TLSCERT'):
        import ssl; tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER); tls.load_cert_chain(os.environ['TLSCERT'], os.environ['TLSKEY'])
    while True:
        c, _ = l.accept(); c.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if tls:
            try: c = tls.wrap_socket(c, server_side=True)
            except OSError as e: log('tls', e); continue
        Client(c, streams, port).start()
main()
