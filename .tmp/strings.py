import os,re
def split_literal(body,room):
    # body: inside of a double quoted literal, escaped; cut after \n or space
    toks=re.findall(r'\\.|.',body); out=[];cur="";last=-1
    pieces=[];start=0
    i=0;lastcut=None;length=0
    while i<len(toks):
        length+=len(toks[i]); i+=1
        if toks[i-1] in (" ","\\n"): lastcut=i
        if length>room and lastcut and lastcut>start:
            pieces.append("".join(toks[start:lastcut])); length=sum(len(t) for t in toks[lastcut:i]); start=lastcut; lastcut=None
    pieces.append("".join(toks[start:]))
    return pieces
n=0
for r,_,fs in os.walk("test"):
    if "output" in r: continue
    for f in fs:
        if not f.endswith(".ts"): continue
        p=os.path.join(r,f); lines=open(p,encoding="utf8").read().split("\n"); out=[]; ch=False
        for l in lines:
            m=re.match(r'^(\s*)((?:\w+: )?)"((?:[^"\\]|\\.)*)"( \+|,|;|\);|\),)?$',l)
            if len(l)>100 and m:
                ind,key,body,end=m.group(1),m.group(2),m.group(3),m.group(4) or ""
                ps=split_literal(body,96-len(ind)-4)
                if all(len(x)+len(ind)+6<=100 for x in ps):
                    pre=ind+("  " if key else "")
                    if key: out.append(ind+key.rstrip())
                    for k,x in enumerate(ps):
                        out.append(f'{pre if key or k==0 else ind+"  "}"{x}"'+(" +" if k<len(ps)-1 else end))
                    ch=True;n+=1;continue
            c=re.match(r'^(\s*)(.*?\S) (// .*)$',l)
            if len(l)>100 and c and '"' not in c.group(3) and "://" not in l:
                out.append(c.group(1)+c.group(3)[0:3]+c.group(3)[3:4].upper()+c.group(3)[4:]+("." if not c.group(3).endswith(".") else "")); out.append(c.group(1)+c.group(2)); ch=True;n+=1;continue
            out.append(l)
        if ch: open(p,'w',encoding="utf8").write("\n".join(out))
print(n)
