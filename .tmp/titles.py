import re,os,json,sys
apply=len(sys.argv)>1
manual=json.load(open('.tmp/manual.json')) if os.path.exists('.tmp/manual.json') else {}
for r,_,fs in os.walk("test"):
    if "output" in r: continue
    for f in sorted(fs):
        if not f.endswith(".ts"): continue
        p=os.path.join(r,f); lines=open(p,encoding="utf8").read().split("\n"); ch=False
        for i,l in enumerate(lines):
            m=re.match(r'^(\s*test\()(["`])(.*)(["`])(, (?:async )?\([^)]*\) => \{)$',l)
            if len(l)<=100 or not m: continue
            t=m.group(3); room=100-(len(l)-len(t))
            if t in manual: n=manual[t]
            else:
                parts=re.split(r'(, |; |: )',t); n=t
                while len(n)>room and len(parts)>1:
                    parts=parts[:-2]; n="".join(parts)
            ok=len(n)<=room and len(n)>=25
            if not apply: print("OK " if ok else "NO ",room,"|",n if ok else t)
            elif ok: lines[i]=m.group(1)+m.group(2)+n+m.group(4)+m.group(5); ch=True
        if ch: open(p,'w',encoding="utf8").write("\n".join(lines))
