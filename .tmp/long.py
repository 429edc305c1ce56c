import os,re,sys
rows=[]
for r,_,fs in os.walk("test"):
    if "output" in r: continue
    for f in sorted(fs):
        if f.endswith((".ts",".mts",".mjs",".cjs",".py",".js")):
            for i,l in enumerate(open(os.path.join(r,f),encoding="utf8"),1):
                l=l.rstrip("\n")
                if len(l)>100:
                    title=bool(re.match(r'\s*test\(["`]',l))
                    rows.append((title,f"{r}/{f}",i,l))
mode=sys.argv[1]
for t,p,i,l in sorted(rows,key=lambda x:(x[1],x[2])):
    if (mode=="titles")==t: print(f"{p[5:]}:{i}|{len(l)}|{l.strip()}")
