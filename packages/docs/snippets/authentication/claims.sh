node --print 'JSON.parse(Buffer.from(process.env.TOKEN.split(".")[1], "base64url"))'
